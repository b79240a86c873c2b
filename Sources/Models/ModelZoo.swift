import Layers

/// The architectures by the names that torchvision gives them (or, EfficientNet-Lite, that it would), with random
/// weights.
public enum ModelZoo {
    /// All names, family by family.
    public static let names = makers.map(\.name)

    /// A new network by its name, such as `resnet50`.
    ///
    /// - Parameter classes: the width of the logits; 1,000 as in ImageNet if left out.
    /// - Throws: ``UnknownModel`` when ``names`` does not have it.
    public static func make(_ name: String, classes: Int = 1000) throws -> Module {
        guard let make = makers.first(where: { $0.name == name })?.make else { throw UnknownModel(name: name) }
        return make(classes)
    }

    /// What a model's published weights expect of their images: torchvision's first ones, `IMAGENET1K_V1`, or the
    /// authors' of EfficientNet-Lite.
    ///
    /// - Throws: ``UnknownModel`` when ``names`` does not have the model.
    public static func preset(_ name: String) throws -> Preset {
        guard names.contains(name) else { throw UnknownModel(name: name) }
        return presets[name] ?? .imageNet
    }

    /// Where it is not ``Preset/imageNet``.
    private static let presets: [String: Preset] = [
        "efficientnet_b0": .efficientNetB0, "efficientnet_b1": .efficientNetB1, "efficientnet_b2": .efficientNetB2,
        "efficientnet_b3": .efficientNetB3, "efficientnet_lite0": .efficientNetLite0,
        "efficientnet_lite1": .efficientNetLite1, "efficientnet_lite2": .efficientNetLite2,
    ]

    private static let makers: [(name: String, make: @Sendable (_ classes: Int) -> Module)] = [
        ("resnet18", { ResNet.resnet18(classes: $0) }),
        ("resnet34", { ResNet.resnet34(classes: $0) }),
        ("resnet50", { ResNet.resnet50(classes: $0) }),
        ("resnet101", { ResNet.resnet101(classes: $0) }),
        ("resnet152", { ResNet.resnet152(classes: $0) }),
        ("vgg11", { VGG.vgg11(classes: $0) }),
        ("vgg11_bn", { VGG.vgg11(batchNorm: true, classes: $0) }),
        ("vgg13", { VGG.vgg13(classes: $0) }),
        ("vgg13_bn", { VGG.vgg13(batchNorm: true, classes: $0) }),
        ("vgg16", { VGG.vgg16(classes: $0) }),
        ("vgg16_bn", { VGG.vgg16(batchNorm: true, classes: $0) }),
        ("vgg19", { VGG.vgg19(classes: $0) }),
        ("vgg19_bn", { VGG.vgg19(batchNorm: true, classes: $0) }),
        ("densenet121", { DenseNet.densenet121(classes: $0) }),
        ("densenet161", { DenseNet.densenet161(classes: $0) }),
        ("densenet169", { DenseNet.densenet169(classes: $0) }),
        ("densenet201", { DenseNet.densenet201(classes: $0) }),
        ("mobilenet_v2", { MobileNetV2(classes: $0) }),
        ("efficientnet_b0", { EfficientNet.b0(classes: $0) }),
        ("efficientnet_b1", { EfficientNet.b1(classes: $0) }),
        ("efficientnet_b2", { EfficientNet.b2(classes: $0) }),
        ("efficientnet_b3", { EfficientNet.b3(classes: $0) }),
        ("efficientnet_lite0", { EfficientNetLite(classes: $0) }),
        ("efficientnet_lite1", { EfficientNetLite.lite1(classes: $0) }),
        ("efficientnet_lite2", { EfficientNetLite.lite2(classes: $0) }),
    ]
}

/// No architecture bears the name that was asked for.
public struct UnknownModel: Error, Equatable, CustomStringConvertible, Sendable {
    /// The name asked for.
    public let name: String

    /// `resnet19: no such model; there are resnet18, resnet34, …`
    public var description: String {
        "\(name): no such model; there are \(ModelZoo.names.joined(separator: ", "))"
    }
}
