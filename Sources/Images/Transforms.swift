import RandomNumbers

/// A step on 8-bit pixels: resizing, cropping, flipping, jittering colours.
public protocol PixelTransform: Sendable {
    /// Whether two calls on the same image may differ. Such a step has no place in validation.
    var isRandom: Bool { get }
    /// The changed image. Only random steps draw from `generator`.
    func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image
}

/// A step on numbers, after the pixels were scaled to 0…1: normalising, erasing.
public protocol FloatTransform: Sendable {
    /// Whether two calls on the same image may differ.
    var isRandom: Bool { get }
    /// The changed image. Only random steps draw from `generator`.
    func callAsFunction(_ image: FloatImage, using generator: inout SeededGenerator) -> FloatImage
}

/// Everything that happens to a picture between the file and the network, in order.
///
/// First the steps on pixels, then the scaling of 0…255 to 0…1, then the steps on numbers. The types keep anyone
/// from normalising before scaling.
public struct Transforms: Sendable, CustomStringConvertible {
    /// The steps on 8-bit pixels, first to last.
    public let pixelSteps: [any PixelTransform]
    /// The steps on numbers in 0…1, first to last.
    public let floatSteps: [any FloatTransform]

    /// A chain of steps; without any it only scales pixels to 0…1.
    public init(_ pixelSteps: [any PixelTransform] = [], then floatSteps: [any FloatTransform] = []) {
        self.pixelSteps = pixelSteps
        self.floatSteps = floatSteps
    }

    /// Whether any step is random, so that an image's features may not be computed once and kept.
    public var isRandom: Bool { pixelSteps.contains { $0.isRandom } || floatSteps.contains { $0.isRandom } }

    /// The image as `[3, height, width]` numbers.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> FloatImage {
        let pixels = pixelSteps.reduce(image) { $1($0, using: &generator) }
        // The usual first step on numbers takes the scaling along.
        if let normalize = floatSteps.first as? Normalize {
            return floatSteps.dropFirst().reduce(normalize(scaling: pixels)) { $1($0, using: &generator) }
        }
        return floatSteps.reduce(FloatImage(scaling: pixels)) { $1($0, using: &generator) }
    }

    /// The steps in one line: `Resize(short side 96, bilinear) → scale to 0…1 → Normalize(mean …, std …)`
    public var description: String {
        let steps = pixelSteps.map { "\($0)" } + ["scale to 0…1"] + floatSteps.map { "\($0)" }
        return steps.joined(separator: " → ")
    }
}

extension FloatImage {
    /// The pixels of `image` divided by 255, plane by plane: torchvision's `ToTensor`.
    public init(scaling image: Image) {
        let scaled = (0...255).map { Float($0) / 255 }
        self.init(image, through: [scaled, scaled, scaled])
    }

    /// The pixels of `image` plane by plane, each replaced by what its channel's table says: one of only 256 numbers.
    init(_ image: Image, through tables: [[Float]]) {
        let count = image.width * image.height
        let values = [Float](unsafeUninitializedCapacity: 3 * count) { values, filled in
            image.pixels.withUnsafeBufferPointer { pixels in
                for (channel, table) in tables.enumerated() {
                    table.withUnsafeBufferPointer { table in
                        for i in 0..<count { values[channel * count + i] = table[Int(pixels[3 * i + channel])] }
                    }
                }
            }
            filled = 3 * count
        }
        self.init(channels: 3, height: image.height, width: image.width, values: values)
    }
}
