import Images

/// The place of an image within a square, and how it is drawn there: enlarged or reduced, never distorted.
public struct Thumbnail: Sendable, Equatable {
    /// What the image is stretched over. Its edges fall between pixels where the image is enlarged.
    public let frame: Rectangle
    /// Whether the image is drawn smoothly, as large ones are, or with sharp pixels.
    public let isSmooth: Bool

    /// The image in the middle of `square`, as large as fits. What can be at least doubled grows by a whole factor, so
    /// that its pixels all have the same size.
    init(of image: Image, in square: Rectangle, scale: Double) {
        let fit = square.width * scale / Double(max(image.width, image.height))
        let factor = (fit >= 2 ? fit.rounded(.down) : fit) / scale
        let width = max(Double(image.width) * factor, 1 / scale)
        let height = max(Double(image.height) * factor, 1 / scale)
        func onPixel(_ place: Double) -> Double { (place * scale).rounded(.down) / scale }
        frame = Rectangle(
            x: onPixel(square.center.x - width / 2), y: onPixel(square.center.y - height / 2), width: width,
            height: height)
        isSmooth = fit < 2
    }
}
