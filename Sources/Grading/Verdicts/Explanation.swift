/// The known mistake that would have given exactly what was found, in every case; `nil` if none would.
///
/// One wrong answer rarely says which mistake it came from. Over many cases only one mistake fits.
///
/// - Parameter suspects: what each mistake would give, case by case; the first that fits is named.
func explanation<Answer: Equatable>(
    of found: [Answer], among suspects: [(misconception: Misconception, answers: [Answer])]
) -> Misconception? {
    suspects.first { $0.answers == found }?.misconception
}
