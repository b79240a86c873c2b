// swift-tools-version: 6.0
import Foundation
import PackageDescription

/// The exercises; `Exercises` and `Solutions` have a folder for each.
let questions = [
    "Q01InstallLibraries",
    "Q02ImportModules",
    "Q03ChooseDevice",
    "Q04SeedEverything",
    "Q05LoadImageDataset",
    "Q06TransformImages",
    "Q07SplitDataset",
    "Q08BatchData",
    "Q09LoadPretrainedModel",
    "Q10InspectArchitecture",
    "Q11ReplaceFinalLayer",
    "Q12CountTrainableParameters",
    "Q13FreezeAllLayers",
    "Q14VerifyFrozen",
    "Q15TrainFinalLayer",
    "Q16UnfreezeBlocks",
    "Q17UnfreezeEverything",
    "Q18VerifyUpdates",
    "Q19DefineLoss",
    "Q20ConfigureOptimizer",
    "Q21TrainingLoop",
    "Q22ClipGradients",
    "Q23MonitorTraining",
    "Q24EvaluateValidation",
    "Q25TestAccuracy",
    "Q26ConfusionMatrix",
    "Q27PredictionGrid",
    "Q28GroupLearningRates",
    "Q29BatchSizes",
    "Q30NumberOfEpochs",
    "Q31CompareOptimizers",
]

/// The exercises to build. The command line names the ones it grades, so that one that does not compile blocks no
/// other: `WORKBOOK_EXERCISES=Q05,Q13 swift build`.
let chosen = questions.filter { question in
    guard let names = Context.environment["WORKBOOK_EXERCISES"] else { return true }
    return names.split(separator: ",").contains { question.hasPrefix($0) }
}

/// The folder of the answers to grade: the learner's own, or one that the command line has filled.
let answers = Context.environment["WORKBOOK_ANSWERS"] ?? "Exercises"

/// Loops over numbers are 70 times slower without the optimiser, so these targets are optimised in debug builds too.
/// A square root that may set C's errno keeps its loop from being vectorised.
/// Vectors of eight numbers go through a processor with AVX2 in one piece, and in two without.
let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
let vectors = processor.contains(" avx2 ") ? ["-Xcc", "-mavx2"] : []
let numeric: [SwiftSetting] = [.unsafeFlags(["-O", "-Xcc", "-fno-math-errno"] + vectors)]

/// What `import TrainingCore` brings. Whoever imports it depends on each of these too: the build system would otherwise
/// not notice that a module behind the re-export has changed, and leave stale code.
let coreModules: [Target.Dependency] = [
    "Charts", "Checks", "Datasets", "Environment", "Files", "Images", "Layers", "Models", "Optimizers", "RandomNumbers",
    "Tensors", "Training", "Weights",
]
let trainingCore = coreModules + ["TrainingCore"]

/// The reference solutions.
let solutions: [Target.Dependency] = questions.map { .byName(name: "\($0)Solution") }

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

/// A learner's or a reference answer: one small target each. They are not optimised, so that they build fast.
func answer(_ name: String, in folder: String) -> Target {
    .target(
        name: folder == "Solutions" ? "\(name)Solution" : name, dependencies: trainingCore,
        path: "\(folder)/\(name)")
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
        system("CZlib", "zlib1g-dev"),  // libpng-dev brings it
        system("CLandlock", "linux-libc-dev"),

        library("Files", []),
        library("Wording", []),
        library("Checks", []),
        library("RandomNumbers", []),
        library("Tensors", ["Checks", "RandomNumbers", "COneDNN"]),
        library("Layers", ["Checks", "RandomNumbers", "Tensors"]),
        library("Optimizers", ["Checks", "Tensors"]),
        library("Weights", ["Checks", "Files", "Layers", "Optimizers", "Tensors", "CZip"]),
        library("Models", ["Layers", "Tensors", "Weights"], resources: [.copy("Resources")]),
        library("Images", ["Checks", "Files", "RandomNumbers", "CPNG", "CTurboJPEG"]),
        library(
            "Datasets", ["Checks", "Files", "RandomNumbers", "Images", "Tensors", "CZlib"],
            exclude: ["get-digits.sh", "make-fashion-mnist-subset.sh"], resources: [.copy("Resources")]),
        library(
            "Training",
            ["Checks", "Datasets", "Files", "Images", "Layers", "Models", "Optimizers", "RandomNumbers", "Tensors"]),
        library("Environment", ["Datasets", "Images", "Layers", "Optimizers", "Tensors"]),
        library("Charts", ["Checks", "Images", "CCairo"]),
        library("TrainingCore", coreModules),
        library("Labs", trainingCore + ["Wording"]),
        library("Runs", trainingCore + ["Wording"]),
        .executableTarget(
            name: "workbook",
            dependencies: trainingCore + solutions + [
                "Grading", "Labs", "Runs", "Wording",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        library("Grading", trainingCore + ["CLandlock"], exclude: ["Stubs"]),
        .executableTarget(
            name: "ExerciseRunner",
            dependencies: trainingCore + ["Grading"]
                + chosen.map { .init(stringLiteral: $0) } + solutions,
            swiftSettings: chosen.map { .define(String($0.prefix(3))) }),

        .target(name: "Parity", path: "Tests/Parity"),
        tests("Files", []),
        tests("RandomNumbers", []),
        tests("Layers", ["Parity", "RandomNumbers", "Tensors", "Weights"], resources: [.copy("Fixtures")]),
        tests(
            "Optimizers", ["Files", "Layers", "Parity", "RandomNumbers", "Tensors", "Weights"],
            resources: [.copy("Fixtures")]),
        tests(
            "Training",
            [
                "Datasets", "Files", "Images", "Layers", "Models", "Optimizers", "Parity", "RandomNumbers", "Tensors",
                "Weights",
            ], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SetupCheckTests",
            dependencies: trainingCore + ["Labs"]
                + [
                    "Q02ImportModules", "Q08BatchData", "Q13FreezeAllLayers", "Q15TrainFinalLayer", "Q16UnfreezeBlocks",
                    "Q17UnfreezeEverything", "Q20ConfigureOptimizer", "Q21TrainingLoop", "Q22ClipGradients",
                    "Q28GroupLearningRates", "Q31CompareOptimizers",
                ].map { .byName(name: "\($0)Solution") }, swiftSettings: numeric),
        tests("Tensors", ["RandomNumbers"]),
        tests("Images", ["Files", "Parity", "RandomNumbers", "Weights"], resources: [.copy("Fixtures")]),
        tests(
            "Datasets", ["CZlib", "Files", "Images", "Parity", "RandomNumbers", "Tensors"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "WorkbookTests", dependencies: trainingCore + ["Grading", "Parity", "Wording", "workbook"],
            resources: [.copy("Fixtures")]),
        tests("Labs", trainingCore + ["Wording"]),
        tests("Runs", trainingCore),
        tests("Charts", ["Files", "Images"]),
        tests("Weights", ["Files", "Layers", "RandomNumbers", "Tensors"], resources: [.copy("Fixtures")]),
        tests(
            "Models",
            [
                "Datasets", "Images", "Layers", "Optimizers", "Parity", "RandomNumbers", "Tensors", "Training",
                "Weights",
            ],
            resources: [.copy("Fixtures")]),
        .executableTarget(
            name: "HostileAnswers", dependencies: trainingCore + ["Grading"], path: "Tests/HostileAnswers"),
        .testTarget(name: "GradingTests", dependencies: trainingCore + ["Grading", "HostileAnswers"]),
        .testTarget(name: "ExerciseTests", dependencies: ["ExerciseRunner", "Grading"]),
        .testTarget(name: "SolutionTests", dependencies: ["ExerciseRunner", "Grading"]),
        .testTarget(name: "ChapterTests", dependencies: trainingCore + ["Grading"], swiftSettings: numeric),
        .testTarget(
            name: "WrongAnswerTests", dependencies: trainingCore + ["Grading", "HostileAnswers"],
            swiftSettings: numeric),
    ] + chosen.map { answer($0, in: answers) } + questions.map { answer($0, in: "Solutions") }
)
