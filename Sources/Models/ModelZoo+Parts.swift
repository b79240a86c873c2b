/// The parts of a network that fine-tuning treats differently: its head, its last block, and the rest.
extension ModelZoo {
    /// The name of a model's head, the last linear layer: `fc`, `classifier.6`.
    ///
    /// - Throws: ``UnknownModel`` when ``names`` does not have the model.
    public static func headName(_ name: String) throws -> String { try parts(of: name).head }

    /// The names of all that lies from a model's last block on, its head included: what learns when fine-tuning goes
    /// one step beyond the head.
    ///
    /// That is a ResNet's and an EfficientNet's last stage, a DenseNet's last dense block, a VGG's last convolutions and
    /// its linear layers, a MobileNetV2's and an EfficientNet-Lite's last bottleneck; and the
    /// layers behind it.
    ///
    /// - Throws: ``UnknownModel`` when ``names`` does not have the model.
    public static func lastBlockNames(_ name: String) throws -> [String] {
        let parts = try parts(of: name)
        return parts.lastBlock + [parts.head]
    }

    private static func parts(of name: String) throws -> (head: String, lastBlock: [String]) {
        guard names.contains(name) else { throw UnknownModel(name: name) }
        if let stage = lastStagesOfVGG[name] {
            return ("classifier.6", stage.map { "features.\($0)" } + ["classifier.0", "classifier.3"])
        }
        return switch name {
        case "mobilenet_v2": ("classifier.1", ["features.17", "features.18"])
        case "efficientnet_lite0": ("_fc", ["_blocks.15", "_conv_head", "_bn1"])
        case "efficientnet_lite1", "efficientnet_lite2": ("_fc", ["_blocks.20", "_conv_head", "_bn1"])
        case _ where name.hasPrefix("efficientnet"): ("classifier.1", ["features.7", "features.8"])
        case _ where name.hasPrefix("densenet"): ("classifier", ["features.denseblock4", "features.norm5"])
        default: ("fc", ["layer4"])
        }
    }

    /// The layers behind the fourth pooling, up to the fifth.
    private static let lastStagesOfVGG = [
        "vgg11": 16..<20, "vgg11_bn": 22..<28, "vgg13": 20..<24, "vgg13_bn": 28..<34, "vgg16": 24..<30,
        "vgg16_bn": 34..<43, "vgg19": 28..<36, "vgg19_bn": 40..<52,
    ]
}
