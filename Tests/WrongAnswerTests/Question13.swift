import Grading
import Testing
import TrainingCore

@Suite("Q13 wrong and alternative answers")
struct Question13 {
    @Test func statisticsDrift() {
        expectRejected(because: "statistics drift") {
            gradeFreezeAllLayers(
                { model in
                    for parameter in model.parameters {
                        parameter.requiresGrad = false
                        parameter.grad = nil
                    }
                }, $0)
        }
    }

    @Test func evaluationModeIsUndoneByTheNextTrain() {
        expectRejected(because: "statistics drift") {
            gradeFreezeAllLayers(
                { model in
                    model.freeze(statistics: .follow)
                    model.eval()
                }, $0)
        }
    }

    @Test func biasesForgotten() {
        expectRejected(because: "biases or batch-norm weights forgotten") {
            gradeFreezeAllLayers(
                { model in
                    for (name, parameter) in model.namedParameters where name.hasSuffix("weight") {
                        parameter.requiresGrad = false
                        parameter.grad = nil
                    }
                }, $0)
        }
    }

    @Test func onlyConvolutionsAndLinearLayers() {
        expectRejected(because: "biases or batch-norm weights forgotten") {
            gradeFreezeAllLayers(
                { model in
                    for (_, module) in model.namedModules where module is Conv2d || module is Linear { module.freeze() }
                }, $0)
        }
    }

    @Test func flagOnACopy() {
        expectRejected(because: "flag set on a copy") {
            gradeFreezeAllLayers(
                { model in
                    for parameter in model.parameters {
                        let copy = parameter.clone()
                        copy.requiresGrad = false
                    }
                }, $0)
        }
    }

    @Test func evaluationModeTakenForFreezing() {
        expectRejected(because: "evaluation mode taken for freezing") { gradeFreezeAllLayers({ $0.eval() }, $0) }
    }

    @Test func zeroGradientsLeftBehind() {
        expectRejected(onlyBecause: "moved by old momentum or weight decay") {
            gradeFreezeAllLayers(
                { model in
                    for parameter in model.parameters {
                        parameter.grad = .zeros(parameter.shape)
                        parameter.requiresGrad = false
                    }
                    for case let norm as BatchNorm in model.namedModules.map(\.element) {
                        norm.statisticsAreFrozen = true
                    }
                }, $0)
        }
    }

    @Test func batchNormOfFeaturesForgotten() {
        expectRejected(onlyBecause: "statistics drift") {
            gradeFreezeAllLayers(
                { model in
                    model.freeze(statistics: .follow)
                    for case let norm as BatchNorm2d in model.namedModules.map(\.element) {
                        norm.statisticsAreFrozen = true
                    }
                }, $0)
        }
    }

    @Test func openHeadIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            gradeFreezeAllLayers(
                { model in
                    model.freeze()
                    for parameter in model.parameters.suffix(2) { parameter.requiresGrad = true }
                }, $0)
        }
    }

    @Test func oldGradientsLeftBehind() {
        expectRejected(because: "moved by old momentum or weight decay") {
            gradeFreezeAllLayers(
                { model in
                    for parameter in model.parameters { parameter.requiresGrad = false }
                    for case let norm as BatchNorm in model.namedModules.map(\.element) {
                        norm.statisticsAreFrozen = true
                    }
                }, $0)
        }
    }

    @Test func theMethodThatDoesItAll() {
        expectAccepted { gradeFreezeAllLayers({ $0.freeze() }, $0) }
    }

    @Test func partByPart() {
        expectAccepted {
            gradeFreezeAllLayers(
                { model in
                    model.zeroGrad()
                    for (_, child) in model.children { child.freeze(statistics: .stay) }
                }, $0)
        }
    }
}
