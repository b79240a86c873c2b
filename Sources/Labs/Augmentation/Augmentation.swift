import TrainingCore

/// A way to change training images at random.
struct Augmentation: Sendable {
    /// The row in the table.
    let name: String
    /// Whether a person would still read the same digit: a mirrored 2 is none, and a 6 upside down is a 9.
    let keepsMeaning: Bool
    /// Steps on pixels, of images that already have the network's size.
    let pixels: [any PixelTransform]
    /// Steps on numbers, after the normalising.
    let numbers: [any FloatTransform]
    /// How far images of a batch are mixed; `nil` for not at all.
    let mixupAlpha: Double?

    init(
        _ name: String, keepsMeaning: Bool = true, pixels: [any PixelTransform] = [],
        numbers: [any FloatTransform] = [],
        mixupAlpha: Double? = nil
    ) {
        self.name = name
        self.keepsMeaning = keepsMeaning
        self.pixels = pixels
        self.numbers = numbers
        self.mixupAlpha = mixupAlpha
    }

    /// Images as they are, which all others are compared with.
    static let none = Augmentation("none")
    /// All that keep the meaning, at usual strength.
    static let together = Augmentation(
        "all that keep the meaning",
        pixels: [RandomRotation(degrees: 15), shift, ColorJitter(brightness: 0.4, contrast: 0.4)], numbers: [erasing],
        mixupAlpha: 0.4)
    /// All there is, as strong as it gets.
    static let everything = Augmentation(
        "everything, at its strongest", keepsMeaning: false,
        pixels: [
            RandomHorizontalFlip(), RandomRotation(degrees: 180), RandomResizedCrop(size: side),
            ColorJitter(brightness: 0.9, contrast: 0.9),
        ], numbers: [RandomErasing(probability: 1)], mixupAlpha: 1)

    /// One transform each.
    static let single = [
        Augmentation("flip", keepsMeaning: false, pixels: [RandomHorizontalFlip()]),
        Augmentation("shift by up to 4 pixels", pixels: [shift]),
        Augmentation("resized crop, 60 % or more", pixels: [RandomResizedCrop(size: side, scale: 0.6...1)]),
        Augmentation("resized crop, 8 % or more", keepsMeaning: false, pixels: [RandomResizedCrop(size: side)]),
        Augmentation("rotation, 15°", pixels: [RandomRotation(degrees: 15)]),
        Augmentation("rotation, 180°", keepsMeaning: false, pixels: [RandomRotation(degrees: 180)]),
        Augmentation("brightness, contrast", pixels: [ColorJitter(brightness: 0.4, contrast: 0.4)]),
        Augmentation("erasing", numbers: [erasing]),
        Augmentation("mixup", mixupAlpha: 0.4),
    ]
    /// All of them.
    static let all = [none] + single + [together, everything]

    /// The side of the network's images.
    static let side = Preset.fashionMNIST.imageSize

    private static let shift = RandomCrop(size: side, padding: 4)
    private static let erasing = RandomErasing(probability: 0.5)
}
