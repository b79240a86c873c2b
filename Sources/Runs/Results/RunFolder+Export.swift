import Files
import TrainingCore

extension RunFolder {
    /// The weights of the best epoch. Their metadata say what other programs must know: the model, the classes in the
    /// order of the logits, separated by line breaks, and what images must be brought to.
    ///
    /// - Throws: `FileError` when the run has no weights yet.
    public func exportedWeights() throws -> StateDictionary {
        let configuration = try configuration()
        let preset = try configuration.preset
        var weights = try StateDictionary(contentsOfFile: bestFile)
        weights.metadata = [
            "format": "pt", "model": configuration.model, "classes": configuration.classes.joined(separator: "\n"),
            "size": "\(configuration.size)", "mean": preset.mean.map { "\($0)" }.joined(separator: ","),
            "std": preset.std.map { "\($0)" }.joined(separator: ","),
            "interpolation": preset.isBicubic ? "bicubic" : "bilinear", "frame": configuration.frame.rawValue,
        ]
        return weights
    }
}
