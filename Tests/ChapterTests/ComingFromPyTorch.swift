import Foundation
import Testing
import TrainingCore

/// The right column of the table, compiled. It is not run: it would want photographs.
private func theTable(
    model: ResNet, x: Tensor, logits: Tensor, labels: [Int], w: [Float], ps: [Parameter], path: String, a: Module,
    b: Module, parameter: Parameter, state: StateDictionary, indices: [Int]
) throws {
    withSeed(1) { _ = Linear(1280, 10) }
    withoutGradient { _ = model(x) }
    model.evaluating { _ = model(x) }
    model.train()
    model.eval()
    _ = (x.detached(), x.clone(), parameter.requiresGrad, parameter.grad, Sequential(a, b))
    _ = (model.namedParameters, model.namedBuffers, model.namedModules, model.module(named: "layer4.0"))
    _ = model.trainableParameters.map(\.count).reduce(0, +)
    model.freeze()
    model.freeze(statistics: .follow)
    try model.freeze(except: ["fc"])
    try model.unfreeze(["layer4"])
    model.outputObserver = { _ in }
    let loss = crossEntropy(logits, labels)
    _ = crossEntropy(logits, labels, classWeights: w, labelSmoothing: 0.1)
    loss.backward()
    _ = (loss.item, softmax(x), logits.argmaxOfRows())
    _ = (SGD(ps, learningRate: 0.1, momentum: 0.9, nesterov: true), ParameterGroup(ps, learningRate: 0.001))
    let optimizer = AdamW(ps, learningRate: 0.001)
    optimizer.zeroGrad()
    optimizer.step()
    clipGradNorm(ps, maxNorm: 1)
    _ = (RMSprop(ps, learningRate: 0.001, momentum: 0.9), OneCycle(steps: 500).factor(at: 0))
    try optimizer.stateDictionary(for: model).writeSafetensors(to: path)
    try optimizer.load(contentsOfFile: path, for: model)
    try model.stateDictionary.writeSafetensors(to: path)
    try model.load(contentsOfFile: path)
    _ = model.loadWhatFits(state)
    let data = try ImageFolder("photos/train")
    _ = (try randomSplit(data, fractions: [0.8, 0.2], seed: 1), Subset(data, indices: indices))
    let loader = DataLoader(data, batchSize: 32, sampler: .shuffled, seed: 1)
    try loader.forEachBatch(epoch: 0) { batch in _ = batch }
    _ = (Preset.efficientNetLite0.evaluationTransforms(), Preset.imageNet.classNames)
    _ = try withoutRandomWeights { try ModelZoo.make("resnet50") }
}

/// The schedules of the table.
private func theSchedules(loader: DataLoader, loss: Double) {
    _ = [StepDecay(every: 30), MultiStepDecay(at: [30, 80]), ExponentialDecay(gamma: 0.95)] as [any Schedule]
    let schedule = CosineAnnealing(steps: 500)
    _ = schedule.perEpoch(steps: loader.batchCount)
    let a = LinearWarmup(steps: 100, from: 0.01)
    let b = CosineWarmRestarts(firstCycle: 100, growth: 2)
    _ = SequentialSchedule([a, b], milestones: [100])
    _ = (Cyclic(low: 0.1, rising: 200), ConstantWarmup(steps: 100, at: 0.1))
    var plateau = ReduceOnPlateau(patience: 3)
    _ = plateau.factor(after: loss)
}

@Suite("Coming from PyTorch")
struct ComingFromPyTorch {
    @Test func everyCallInTheTableIsCompiledAbove() throws {
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let rows = Chapter("coming-from-pytorch.md").text.split(separator: "\n").filter { $0.hasPrefix("| ") }
            .dropFirst()
        #expect(rows.count > 30)
        for row in rows {
            let ours = row.components(separatedBy: " | ").last ?? ""
            for code in ours.matches(of: /`([^`]+)`/).map({ String($0.1) }) {
                // What stands before `…` is enough; the scope of a seed need not throw.
                let start = (code.components(separatedBy: "…").first ?? "").trimmingCharacters(in: .whitespaces)
                let bare = start.hasPrefix("try withSeed") ? String(start.dropFirst(4)) : start
                #expect(source.contains(bare), "\(row)")
            }
        }
    }
}
