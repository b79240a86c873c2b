// swift-tools-version: 6.0
import PackageDescription

/// Loops over numbers are 70 times slower without the optimiser, so these targets are optimised in debug builds too.
let numeric: [SwiftSetting] = [.unsafeFlags(["-O"])]

func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: numeric)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources)
}

func system(_ name: String, _ package: String) -> Target {
    .systemLibrary(name: name, providers: [.apt([package])])
}

let package = Package(
    name: "FineTuningWorkbook",
    targets: [
        system("COneDNN", "libdnnl-dev"),
        system("CPNG", "libpng-dev"),
        system("CTurboJPEG", "libturbojpeg0-dev"),
        system("CCairo", "libcairo2-dev"),
        system("CZip", "libzip-dev"),

        library("Files", []),
        library("Checks", []),
        library("RandomNumbers", []),
        library("Tensors", ["Checks", "RandomNumbers", "COneDNN"]),
        library("Layers", ["Checks", "RandomNumbers", "Tensors"]),
        library("Optimizers", ["Checks", "Tensors"]),
        library("Models", ["Layers", "Tensors"]),
        library("Images", ["Checks", "Files", "RandomNumbers", "CPNG", "CTurboJPEG"]),

        tests("Tensors", ["RandomNumbers"]),
    ]
)
