// swift-tools-version: 6.0
import PackageDescription

/// Loops over numbers are 70 times slower without the optimiser, so these targets are optimised in debug builds too.
let numeric: [SwiftSetting] = [.unsafeFlags(["-O"])]

func library(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: numeric)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
        swiftSettings: numeric)
}

func system(_ name: String, _ package: String) -> Target {
    .systemLibrary(name: name, providers: [.apt([package])])
}

let package = Package(
    name: "FineTuningWorkbook",
    products: [
        .executable(name: "workbook", targets: ["workbook"]),
        .library(name: "TrainingCore", targets: ["TrainingCore"]),
    ],
    dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")],
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
        library("Weights", ["Checks", "Files", "Layers", "Tensors", "CZip"]),
        library("Models", ["Layers", "Tensors", "Weights"], resources: [.copy("Resources")]),
        library("Images", ["Checks", "Files", "RandomNumbers", "CPNG", "CTurboJPEG"]),
        library(
            "Datasets", ["Checks", "Files", "RandomNumbers", "Images", "Tensors"],
            exclude: ["make-fashion-mnist-subset.sh"], resources: [.copy("Resources")]),
        library("Training", ["Datasets", "Images", "Layers", "Models", "Optimizers", "Tensors"]),
        library("Charts", ["Checks", "Images", "CCairo"]),
        library(
            "TrainingCore",
            [
                "Charts", "Datasets", "Files", "Images", "Layers", "Models", "Optimizers", "RandomNumbers", "Tensors",
                "Training", "Weights",
            ]),
        .executableTarget(
            name: "workbook",
            dependencies: ["TrainingCore", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

        tests("Tensors", ["RandomNumbers"]),
        tests("Images", ["Files", "RandomNumbers"], resources: [.copy("Fixtures")]),
        tests("Datasets", ["Files", "Images", "RandomNumbers", "Tensors"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "WorkbookTests", dependencies: ["workbook", "TrainingCore"], resources: [.copy("Fixtures")]),
        tests("Charts", ["Files", "Images"]),
        tests("Weights", ["Files", "Layers", "RandomNumbers", "Tensors"], resources: [.copy("Fixtures")]),
        tests(
            "Models", ["Datasets", "Images", "Layers", "RandomNumbers", "Tensors", "Training", "Weights"],
            resources: [.copy("Fixtures")]),
    ]
)
