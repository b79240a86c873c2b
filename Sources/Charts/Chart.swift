import Images

/// A picture that explains a training run.
public protocol Chart: Sendable {
    /// Pixels for each unit of the layout. At 2, the default of every chart, text is crisp on a laptop's screen.
    var scale: Double { get }
    /// The finished picture, `scale` times as large as the layout says.
    func render() -> Image
}

extension Chart {
    /// Writes the picture as a PNG file, whole or not at all.
    ///
    /// - Throws: `FileError` when the folder is missing and cannot be made, is read-only, or the disk is full.
    public func write(to path: String) throws {
        try render().writePNG(to: path)
    }
}
