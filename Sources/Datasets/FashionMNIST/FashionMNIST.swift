import Foundation

/// A small part of Fashion-MNIST that comes with the package: pictures of clothes, grey, 28×28, ten classes.
///
/// 100 images of each class to train on, 20 to validate and 40 to test, chosen and named by their place in the
/// original files. Xiao, Rasul and Vollgraf, "Fashion-MNIST", 2017; MIT licence.
public enum FashionMNIST {
    /// A part of the data. Training and validation come from the original training file, test from its test file.
    public enum Part: String, Sendable, CaseIterable {
        /// 100 images of each class.
        case train
        /// 20 images of each class.
        case val
        /// 40 images of each class.
        case test
    }

    /// The folder that holds `train`, `val` and `test`.
    public static var root: String {
        Bundle.module.bundleURL.appendingPathComponent("Resources/fashion-mnist").path
    }

    /// The images of one part, their classes in the order of ``ImageFolder``.
    ///
    /// - Throws: `FileError` when the folder was emptied or cannot be read. A program that was moved away from the
    ///   package's resources traps, with a message that says where they should be.
    public static func folder(_ part: Part) throws -> ImageFolder {
        try ImageFolder(joined(root, part.rawValue))
    }

    /// The classes in the order of the original labels, which is not the order of the folders.
    public static let originalClasses = [
        "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot",
    ]
}
