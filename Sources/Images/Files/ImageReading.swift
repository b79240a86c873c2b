/// What may be done to a photograph while it is decoded. A PNG file is always read as it is stored.
public struct ImageReading: Sendable, Equatable {
    /// Whether a JPEG file is turned as its EXIF orientation says.
    public var isUpright: Bool
    /// How long the short side of a JPEG file must at least be, in pixels, if it is at all: a larger picture is decoded at
    /// a half, a quarter or an eighth of its size, which is up to ten times as fast and needs up to 64 times less memory.
    /// `nil` decodes all of it.
    public var shortSide: Int?

    /// What may be done; nothing unless told.
    public init(isUpright: Bool = false, shortSide: Int? = nil) {
        self.isUpright = isUpright
        self.shortSide = shortSide
    }

    /// Every pixel where the file has it, as torchvision's `ImageFolder` reads it.
    public static let asStored = ImageReading()

    /// What the sides are divided by: 1, 2, 4 or 8.
    func scale(width: Int, height: Int) -> Int {
        guard let shortSide else { return 1 }
        return [8, 4, 2].first { min(width, height) / $0 >= shortSide } ?? 1
    }
}
