"""What coworkers write about candidates, by the stage that a candidate is on; nobody's gender shows."""

from sandbox.world.people import NORTHWIND, ROMASHKA

REMARKS = {
    ROMASHKA: (
        (
            "Опыт подходит, беру в работу.",
            "Интересное резюме, прошу посмотреть.",
            "Отклик с рекомендацией от коллеги.",
        ),
        (
            "По стеку совпадает, английский уточнить на звонке.",
            "Зарплатные ожидания выше вилки, но готовность обсуждать есть.",
            "Не отвечает на почту, пишу в Telegram.",
        ),
        (
            "Хорошее впечатление, зовём дальше.",
            "Мотивация понятная: хочет в продукт.",
            "Может выйти через две недели после оффера.",
        ),
        (
            "Сильный технический бэкграунд, английский слабее.",
            "Задачу решили вместе, код аккуратный.",
            "Хватает опыта в проектировании, мало эксплуатации.",
        ),
        (
            "Команде нравится, ждём решения заказчика.",
            "Есть второй оффер, просит ответ до пятницы.",
            "Прошу согласовать верх вилки.",
        ),
        ("Оффер отправлен, ответ до конца недели.", "Обсуждаем дату выхода."),
        ("Оффер подписан, готовим рабочее место.",),
        ("Первый день – в понедельник, наставник назначен.",),
        ("Отправлено письмо с отказом.", "Вернуться через полгода.", "Сохраняем в резерв."),
        ("Тестовое отправлено.", "<script>alert('comment')</script> в тестовом – проверили, не сработало."),
    ),
    NORTHWIND: (
        ("Looks relevant, taking this one.", "Referred by the platform team."),
        ("Stack matches, English is fluent.", "Expectations are above the band, open to discuss."),
        ("Good impression, moving on.", "Notice period is one month."),
        ("Strong on design, less so on operations.", "Clean code, asked good questions."),
        ("The team is in favour, waiting for the hiring manager.", "Has another offer, needs an answer."),
        ("Offer sent, answer expected this week.",),
        ("Offer signed, equipment ordered.",),
        ("First day is set, buddy assigned.",),
        ("Rejection letter sent.", "Keep in touch for next year."),
        ("Task sent.", "Task returned, under review."),
    ),
}
"""By organisation, then by the place in `hiring.STAGES`."""
