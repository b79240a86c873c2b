extension Question {
    /// Choose a device.
    public static let q03 = Question(
        number: 3, folder: "Q03ChooseDevice", title: "Choose a device", chapter: "02-environment.md", points: 6,
        hints: [
            "Being in the list is one thing, being usable another. And for the training: three things have to be on the device, and one of them has to wait for another.",
            "Look for the first device that is an accelerator and usable, and have an answer ready for when there is none. Then move the model, make the optimizer from what `model.parameters` is now, and move each batch: `moved(to:)` gives a copy.",
            "`devices.first { $0.kind == .accelerator && $0.isUsable } ?? .cpu`. Then `model.move(to: device)`, `let optimizer = SGD(model.parameters, learningRate: learningRate)`, and for each batch `try step(model, batch.moved(to: device), optimizer)`.",
        ],
        misconceptions: [
            Q03.hardCoded, Q03.crashWithout, Q03.listedIsUsable, Q03.batchesNotMoved, Q03.optimizerTooEarly,
        ])
}

enum Q03 {
    static let hardCoded = Misconception(
        "hard-coded accelerator",
        "A device that is written into the script exists on your machine alone; ask the machine for its devices, and pass on the one that was chosen."
    )
    static let crashWithout = Misconception(
        "crash where none exists",
        "Having no accelerator is not an error: every machine has a CPU, and the same script runs there, only slower.")
    static let listedIsUsable = Misconception(
        "an unsupported one chosen because it is listed",
        "A list of devices names the hardware; whether the driver and the library can compute with it is another question, and `isUsable` answers it."
    )
    static let batchesNotMoved = Misconception(
        "model moved, batches not",
        "Loaders make batches on the CPU, so each batch has to follow the model; `moved(to:)` gives a copy and leaves the batch where it is."
    )
    static let optimizerTooEarly = Misconception(
        "optimizer built before the move",
        "A move makes new parameters: an optimizer built before it goes on stepping the old ones, and the model on the device never learns."
    )
}
