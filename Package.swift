// swift-tools-version: 6.0
import PackageDescription

/// Loops over numbers are 70 times slower without the optimiser, so these targets are optimised in debug builds too.
let numeric: [SwiftSetting] = [.unsafeFlags(["-O"])]

func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: numeric)
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
        library("RandomNumbers", []),
        library("Tensors", ["RandomNumbers", "COneDNN"]),
        library("Layers", ["RandomNumbers", "Tensors"]),
        library("Images", ["Files", "RandomNumbers", "CPNG", "CTurboJPEG"]),
    ]
)
