"""The requested fields: for pages, for matching guests to candidates, and for paging."""

_EVENT = (
    "id,status,summary,description,location,start,end,endTimeUnspecified,htmlLink,hangoutLink,"
    "conferenceData(entryPoints(entryPointType,uri)),eventType,transparency,visibility,"
    "recurringEventId,organizer(self),attendees(email,displayName,self,resource,responseStatus)"
)
# Without `nextPageToken`, paging would end silently after the first page.
EVENT_FIELDS = f"etag,nextPageToken,items({_EVENT})"
CALENDAR_FIELDS = (
    "etag,nextPageToken,"
    "items(id,summary,summaryOverride,primary,selected,hidden,accessRole,timeZone,backgroundColor)"
)
# No thumbnailLink: it is signed and valid for hours, shorter than the cache keeps it.
FILE_FIELDS = (
    "nextPageToken,files(id,name,mimeType,modifiedTime,size,webViewLink,"
    "owners(displayName,emailAddress,me),ownedByMe,shared,starred,driveId)"
)
START_PAGE_TOKEN_FIELDS = "startPageToken"  # noqa: S105 - a field's name
CHANGE_FIELDS = "nextPageToken,newStartPageToken,changes(fileId)"
