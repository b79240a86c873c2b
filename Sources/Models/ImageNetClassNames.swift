import Foundation

/// The 1,000 classes of ImageNet in the order of the logits, as torchvision names them.
let imageNetClassNames: [String] = {
    let file = Bundle.module.bundleURL.appendingPathComponent("Resources/imagenet-classes.txt")
    // Part of the package like the code: without it the installation is broken, and `Preset` says no names.
    return (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? []
}()
