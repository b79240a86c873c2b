extension Question {
    /// The questions that are ready, in order.
    public static let all: [Question] = [.q13, .q14, .q15]

    /// The question with a number or an id: `13`, `Q13`, `q13`.
    public static func named(_ text: String) -> Question? {
        let digits = text.lowercased().hasPrefix("q") ? String(text.dropFirst()) : text
        return Int(digits).flatMap { number in all.first { $0.number == number } }
    }
}
