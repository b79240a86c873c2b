/// What a set of trained weights expects of its images. Using another model's numbers is a silent mistake.
public struct Preset: Sendable, Equatable {
    /// The side of the square the model was trained on, in pixels.
    public let imageSize: Int
    /// What is subtracted from each channel after scaling to 0…1.
    public let mean: [Float]
    /// What each channel is divided by after that.
    public let std: [Float]

    /// What weights of your own expect: the side in pixels, and one mean and one deviation for each channel.
    public init(imageSize: Int, mean: [Float], std: [Float]) {
        self.imageSize = imageSize
        self.mean = mean
        self.std = std
    }

    /// EfficientNet-Lite's: 224 pixels, `(pixel − 127) / 128`, as in TensorFlow's reference implementation.
    public static let efficientNetLite0 = Preset(
        imageSize: 224, mean: [Float](repeating: 127 / 255, count: 3), std: [Float](repeating: 128 / 255, count: 3))

    /// The small ResNet's: 32 pixels, the mean and standard deviation of Fashion-MNIST's pixels in each channel.
    public static let fashionMNIST = Preset(
        imageSize: 32, mean: [Float](repeating: 0.286, count: 3), std: [Float](repeating: 0.353, count: 3))
}
