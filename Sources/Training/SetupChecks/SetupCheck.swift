/// Looks for silent mistakes in a training set-up before anything is trained.
///
///     for finding in SetupCheck.findings(for: TrainingSetup(model, optimizer: optimizer, training: loader)) {
///         print(finding)
///     }
///
/// What only shows while a model learns is the ``SetupProbe``'s to find.
public enum SetupCheck {
    /// What is wrong: errors first, causes before consequences. What follows from another finding is left out.
    ///
    /// Nothing changes, and nothing goes through the model. It takes some milliseconds.
    ///
    /// - Parameter readingImages: whether images may be read, all of them: then the same picture is found in two parts of
    ///   the data even under another name, and transforms of one's own are tried on the first training image. One that
    ///   cannot be read is passed over.
    public static func findings(for setup: TrainingSetup, readingImages: Bool = false) -> [SetupFinding] {
        findings(for: CheckedSetup(setup), readingImages: readingImages)
    }

    /// The same for a set-up that was looked through already.
    static func findings(for checked: CheckedSetup, readingImages: Bool) -> [SetupFinding] {
        let setup = checked.setup
        let findings =
            optimizerFindings(checked) + freezingFindings(checked) + weightFindings(checked) + rateFindings(checked)
            + dataFindings(checked) + partFindings(setup, readingImages: readingImages)
            + transformFindings(setup, readingImages: readingImages) + lossFindings(checked)
        return findings.inOrder()
    }
}
