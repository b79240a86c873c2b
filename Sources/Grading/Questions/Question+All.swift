extension Question {
    /// The thirty-one questions, in order.
    public static let all: [Question] = [
        .q01, .q02, .q03, .q04,
        .q05, .q06, .q07, .q08,
        .q09, .q10, .q11, .q12,
        .q13, .q14, .q15,
        .q16, .q17, .q18,
        .q19, .q20, .q21, .q22, .q23,
        .q24, .q25, .q26, .q27,
        .q28, .q29, .q30, .q31,
    ]

    /// The question with a number or an id: `13`, `Q13`, `q13`.
    public static func named(_ text: String) -> Question? {
        let digits = text.lowercased().hasPrefix("q") ? String(text.dropFirst()) : text
        return Int(digits).flatMap { number in all.first { $0.number == number } }
    }
}
