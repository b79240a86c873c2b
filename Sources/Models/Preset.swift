/// What a set of trained weights expects of its images. Using another model's numbers is a silent mistake.
public struct Preset: Sendable, Equatable {
    /// The side of the square the model sees, in pixels: that of the centre crop.
    public let imageSize: Int
    /// The short side, in pixels, that pictures are resized to before the crop.
    public let resizeSize: Int
    /// Whether they are resized by bicubic interpolation, not bilinear.
    public let isBicubic: Bool
    /// What is subtracted from each channel after scaling to 0…1.
    public let mean: [Float]
    /// What each channel is divided by after that.
    public let std: [Float]
    /// What the weights' logits stand for, in order.
    public let classNames: [String]

    /// What weights from elsewhere expect; their documentation says it. Without a `resizeSize` pictures are resized to
    /// the size of the crop.
    public init(
        imageSize: Int, resizeSize: Int? = nil, isBicubic: Bool = false, mean: [Float], std: [Float],
        classNames: [String] = []
    ) {
        self.imageSize = imageSize
        self.resizeSize = resizeSize ?? imageSize
        self.isBicubic = isBicubic
        self.mean = mean
        self.std = std
        self.classNames = classNames
    }

    /// What torchvision's first weights (`IMAGENET1K_V1`) of ResNet, VGG, DenseNet and MobileNetV2 expect: short side
    /// 256, crop 224, ImageNet's statistics.
    public static let imageNet = torchvision(imageSize: 224, resizeSize: 256)

    /// The same for torchvision's second weights (`IMAGENET1K_V2`) of ResNet-50, -101, -152 and MobileNetV2: short
    /// side 232.
    public static let imageNetV2 = torchvision(imageSize: 224, resizeSize: 232)

    /// torchvision's EfficientNet-B0.
    public static let efficientNetB0 = torchvision(imageSize: 224, resizeSize: 256, isBicubic: true)
    /// torchvision's EfficientNet-B1, first weights.
    public static let efficientNetB1 = torchvision(imageSize: 240, resizeSize: 256, isBicubic: true)
    /// torchvision's EfficientNet-B1, second weights.
    public static let efficientNetB1V2 = torchvision(imageSize: 240, resizeSize: 255)
    /// torchvision's EfficientNet-B2.
    public static let efficientNetB2 = torchvision(imageSize: 288, resizeSize: 288, isBicubic: true)
    /// torchvision's EfficientNet-B3.
    public static let efficientNetB3 = torchvision(imageSize: 300, resizeSize: 320, isBicubic: true)

    /// EfficientNet-Lite0's: 224 pixels, `(pixel − 127) / 128`, as in TensorFlow's reference implementation.
    public static let efficientNetLite0 = lite(imageSize: 224)
    /// EfficientNet-Lite1's: the same at 240 pixels.
    public static let efficientNetLite1 = lite(imageSize: 240)
    /// EfficientNet-Lite2's: the same at 260 pixels.
    public static let efficientNetLite2 = lite(imageSize: 260)

    /// The small ResNet's: 32 pixels, the mean and standard deviation of Fashion-MNIST's pixels in each channel.
    public static let fashionMNIST = Preset(
        imageSize: 32, mean: [Float](repeating: 0.286, count: 3), std: [Float](repeating: 0.353, count: 3),
        classNames: [
            "ankle-boot", "bag", "coat", "dress", "pullover", "sandal", "shirt", "sneaker", "t-shirt", "trouser",
        ])

    private static func torchvision(imageSize: Int, resizeSize: Int, isBicubic: Bool = false) -> Preset {
        Preset(
            imageSize: imageSize, resizeSize: resizeSize, isBicubic: isBicubic, mean: [0.485, 0.456, 0.406],
            std: [0.229, 0.224, 0.225], classNames: imageNetClassNames)
    }

    private static func lite(imageSize: Int) -> Preset {
        Preset(
            imageSize: imageSize, mean: [Float](repeating: 127 / 255, count: 3),
            std: [Float](repeating: 128 / 255, count: 3), classNames: imageNetClassNames)
    }
}
