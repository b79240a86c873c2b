extension [Trial] {
    /// The setting with the highest mean validation accuracy; of equals the one with the lowest loss.
    ///
    /// - Precondition: there is at least one setting.
    func best(of settings: [String]) -> String {
        func standing(_ setting: String) -> (Double, Double) {
            let losses = numbers(Outcome.validationLoss, of: setting)
            return (
                numbers(Outcome.validationAccuracy, of: setting).mean,
                losses.isEmpty ? -Double.infinity : -losses.mean
            )
        }
        return settings.max { standing($0) < standing($1) } ?? settings[0]
    }
}
