import Foundation
import Layers
import Weights

extension EfficientNetLite {
    /// The shipped weights: trained on ImageNet's 1,000 classes, Apache-2.0, stored in half precision.
    public static var imageNetWeights: String {
        Bundle.module.bundleURL.appendingPathComponent("Resources/efficientnet-lite0.safetensors").path
    }

    /// EfficientNet-Lite0 with its ImageNet weights, in evaluation mode. Its transform is
    /// ``Preset/efficientNetLite0``.
    ///
    /// - Throws: `FileError` when the shipped file is missing or damaged.
    public static func imageNet() throws -> EfficientNetLite {
        let model = withoutRandomWeights { EfficientNetLite() }
        try model.load(contentsOfFile: imageNetWeights)
        return model.eval()
    }
}
