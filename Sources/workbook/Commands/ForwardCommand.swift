import ArgumentParser
import TrainingCore
import Wording

struct ForwardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forward",
        abstract: "Run a model over images from a file and write what it computes, for other tools to compare.",
        discussion: """
            Reads the array images, [batch, 3, height, width], float32 and normalised already, and if it is there \
            labels, [batch], int64. Writes logits, [batch, classes]; with --gradients also loss, the mean \
            cross-entropy, and grad.NAME for every parameter that is not frozen.

            Without --weights every parameter and buffer is filled by a rule that depends on its name alone and is \
            the same in PyTorch: see Sources/Weights/RuleFill and Tests/Fixtures/rule_fill.py.

            A frozen block keeps its batch-norm statistics and normalises by them also with --train, as in PyTorch \
            after requires_grad_(False) and eval() on that block. Dropout draws the same masks in every run, but not \
            PyTorch's.

            Models: \(ModelZoo.names.joined(separator: ", ")).
            """)

    @Option(help: "The model's name, such as resnet18.")
    var model: String

    @Option(help: "The weights: .safetensors, .pth, or an index or folder. Every array must fit. (default: the rule)")
    var weights: String?

    @Option(help: "The width of the logits.")
    var classes = 1000

    @Option(help: "The .safetensors file with images and labels.")
    var input: String

    @Option(help: "The .safetensors file to write.")
    var output: String

    @Flag(help: "Compute convolutions directly, without Winograd's rounding.")
    var exact = false

    @Flag(help: "Behave as in training: batch norm by the batch's statistics, dropout on.")
    var train = false

    @Flag(help: "Also write the loss and the gradients. Needs labels.")
    var gradients = false

    @Option(
        help: ArgumentHelp(
            "Freeze the blocks and parameters of these names and all below them, such as conv1,bn1,layer1.",
            valueName: "prefix,…"))
    var freeze: String?

    @Option(help: ArgumentHelp("Freeze everything but these, such as layer4,fc.", valueName: "prefix,…"))
    var freezeExcept: String?

    func validate() throws {
        guard (1...100_000).contains(classes) else {
            throw ValidationError("--classes must be 1 to 100000, not \(classes).")
        }
        guard freeze == nil || freezeExcept == nil else {
            throw ValidationError("--freeze and --freeze-except exclude each other.")
        }
    }

    func run() throws {
        let input = try ForwardInput(contentsOfFile: input, classes: classes)
        let network = try withoutRandomWeights { try ModelZoo.make(model, classes: classes) }
        if let weights { try network.load(contentsOfFile: weights) } else { network.fillByRule() }
        if let freeze {
            try network.setLearning(false, prefixes: freeze, option: "--freeze")
        } else if let freezeExcept {
            network.freeze()
            try network.setLearning(true, prefixes: freezeExcept, option: "--freeze-except")
        }
        if train { network.train() } else { network.eval() }
        try network.checkTakes(input.images, of: self.input)
        let compute = { try gradients ? lossAndGradients(network, input) : logits(network, input) }
        let result = exact ? try withExactConvolutions(compute) : try compute()
        try result.writeSafetensors(to: output)
        say("\(output): \(counted(result.count, "array"))")
    }

    private func logits(_ network: Module, _ input: ForwardInput) -> StateDictionary {
        var result = StateDictionary()
        result["logits"] = WeightArray(withoutGradient { network(input.images) })
        return result
    }

    private func lossAndGradients(_ network: Module, _ input: ForwardInput) throws -> StateDictionary {
        let labels = try input.requiredLabels()
        let logits = network(input.images)
        let loss = crossEntropy(logits, labels)
        if loss.requiresGrad { loss.backward() }
        var result = StateDictionary()
        result["logits"] = WeightArray(logits)
        result["loss"] = WeightArray(loss)
        for (name, parameter) in network.namedParameters {
            if let gradient = parameter.grad { result["grad.\(name)"] = WeightArray(gradient) }
        }
        return result
    }
}

extension WeightArray {
    fileprivate init(_ tensor: Tensor) { self.init(tensor.values, shape: tensor.shape) }
}
