import TrainingCore

/// Grades Q11: a fresh `Linear` of the right size at the right place, and everything else as it was.
public func gradeReplaceFinalLayer(
    _ replaceFinalLayer: (Module, Int) throws -> Void,
    _ loadAndReplaceFinalLayer: (Module, String, Int) throws -> Void,
    _ grading: Grading
) {
    for family in Family.allCases {
        grading.check("\(family.label) gets a new layer at \(family.head)") {
            for isMore in [false, true] {
                var generator = grading.generator()
                let old = Int.random(in: 8...12, using: &generator)
                let classes = isMore ? old + 3 : Int.random(in: 2...6, using: &generator)
                let model = family.network(classes: old, width: grading.width())
                let before = try Before(model, family)
                try replaceFinalLayer(model, classes)
                try before.expectNewHead(in: model, classes: classes)
            }
        }
    }
    grading.check("the body is untouched") {
        for family in Family.allCases {
            let model = family.network(classes: 9, width: grading.width())
            let before = try Before(model, family)
            try replaceFinalLayer(model, 4)
            try before.expectSameBody(in: model)
        }
    }
    for family in [Family.resNet, .denseNet] {
        grading.check("\(family.label) with a file's weights gets a new layer, also for as many classes") {
            for classes in [3, 8] {
                let width = grading.width()
                let trained = family.network(classes: 8, width: width)
                let model = family.network(classes: 8, width: width)
                let before = try Before(model, family)
                try withScratchFolder { folder in
                    let file = "\(folder)/weights.safetensors"
                    try trained.stateDictionary.writeSafetensors(to: file)
                    do {
                        try loadAndReplaceFinalLayer(model, file, classes)
                    } catch {
                        guard before.head !== model.module(named: family.head) else { throw error }
                        throw Mistake(
                            expected: "no error", found: "after the swap, your code threw: \(error)",
                            Q11.replacedBeforeLoading)
                    }
                }
                try before.expectNewHead(in: model, classes: classes, trained: trained)
            }
        }
    }
}

extension Grading {
    /// A width that nobody would guess.
    fileprivate func width() -> Int {
        var generator = generator()
        return Int.random(in: 3...6, using: &generator)
    }
}

/// Where each family of networks keeps its final layer.
private enum Family: CaseIterable {
    case resNet, vgg, denseNet, efficientNet

    var label: String {
        switch self {
        case .resNet: "a ResNet"
        case .vgg: "a VGG"
        case .denseNet: "a DenseNet"
        case .efficientNet: "an EfficientNet"
        }
    }

    /// The name of the final layer.
    var head: String {
        switch self {
        case .resNet: "fc"
        case .vgg: "classifier.6"
        case .denseNet: "classifier"
        case .efficientNet: "_fc"
        }
    }

    /// A small network; EfficientNet-Lite0 has one size only.
    func network(classes: Int, width: Int) -> Module {
        switch self {
        case .resNet: ResNet(blocks: [1, 1, 1, 1], classes: classes, width: width)
        case .vgg: VGG(convolutions: [1, 1, 1, 1, 1], classes: classes, width: 1)
        case .denseNet: DenseNet(blocks: [1, 2, 1, 1], growth: width, stem: 8, classes: classes)
        case .efficientNet: EfficientNetLite(classes: classes)
        }
    }
}

/// A model before its head is replaced.
private struct Before {
    let family: Family
    let head: Linear
    private let headWeight: [Float]
    private let parameters: [String: (identity: Parameter, values: [Float], isTrainable: Bool)]
    private let buffers: [String: [Float]]
    private let classifier: [Module]

    init(_ model: Module, _ family: Family) throws {
        guard let head = model.module(named: family.head) as? Linear else {
            throw Mistake(expected: "a linear layer at \(family.head)", found: "none")
        }
        self.family = family
        self.head = head
        headWeight = head.weight.values
        parameters = Dictionary(
            uniqueKeysWithValues: model.namedParameters.map {
                ($0.name, ($0.element, $0.element.values, $0.element.requiresGrad))
            })
        buffers = Dictionary(uniqueKeysWithValues: model.namedBuffers.map { ($0.name, $0.element.value.values) })
        classifier = (model as? VGG)?.classifier.layers ?? []
    }

    /// Fails the check unless the model has a fresh layer for `classes` classes where the old one was.
    ///
    /// - Parameter trained: the network whose weights were loaded in between, if any were.
    func expectNewHead(in model: Module, classes: Int, trained: Module? = nil) throws {
        if let vgg = model as? VGG { try expectSameChain(vgg.classifier.layers) }
        let place = family.head
        guard let found = model.module(named: place), found !== head else {
            throw Mistake(
                expected: "a new layer at \(place)", found: "the old one, for \(head.outFeatures) classes")
        }
        let kept = found.parameters.allSatisfy { $0 === head.weight || $0 === head.bias }
        try expect(
            found.parameters.isEmpty || !kept, expected: "new weights at \(place)",
            found: "a \(type(of: found)) around the old ones", Q11.onlyOutputsEdited)
        guard let layer = found as? Linear else {
            throw Mistake(expected: "a Linear at \(place)", found: "\(type(of: found))")
        }
        let isOfAnotherLayer = layer.inFeatures == (classifier.first as? Linear)?.inFeatures
        try expect(
            layer.inFeatures, equals: head.inFeatures, "inFeatures of \(place)",
            isOfAnotherLayer ? Q11.wrongLayer : Q11.widthGuessed)
        try expect(layer.outFeatures, equals: classes, "outFeatures of \(place)")
        try expect(layer.bias != nil, expected: "a layer with a bias", found: "one without")
        if let trained, let trainedHead = trained.module(named: place) as? Linear {
            try expectLoaded(in: model, trained)
            try expect(
                layer.weight.values != trainedHead.weight.values, expected: "fresh weights at \(place)",
                found: "the file's", Q11.replacedBeforeLoading)
            try expect(
                !startsAlike(layer.weight.values, trainedHead.weight.values), expected: "fresh weights at \(place)",
                found: "rows of the file's", Q11.onlyOutputsEdited)
        }
        try expect(
            !startsAlike(layer.weight.values, headWeight), expected: "fresh weights at \(place)",
            found: "the first rows of the old ones", Q11.onlyOutputsEdited)
        try expect(
            layer.parameters.allSatisfy(\.requiresGrad), expected: "a new layer that can learn",
            found: "one without requiresGrad")
    }

    /// Fails the check unless everything but the head is as it was.
    ///
    /// Parts of a VGG's classifier that were replaced are the matter of another check.
    func expectSameBody(in model: Module) throws {
        let found = Dictionary(
            model.namedParameters.map { ($0.name, $0.element) }, uniquingKeysWith: { first, _ in first })
        for (name, old) in parameters.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("\(family.head).") {
            if family == .vgg && name.hasPrefix("classifier.") && found[name] !== old.identity { continue }
            try expect(
                found[name] === old.identity && old.identity.values == old.values, expected: "\(name) unchanged",
                found: "other numbers", Q11.bodyChanged)
            try expect(
                old.identity.requiresGrad == old.isTrainable, expected: "requiresGrad of \(name) unchanged",
                found: "\(old.identity.requiresGrad)")
        }
        for (name, buffer) in model.namedBuffers {
            try expect(
                buffer.value.values == buffers[name], expected: "\(name) unchanged", found: "other numbers",
                Q11.bodyChanged)
        }
    }

    /// Fails the check unless a VGG's classifier has its old layers, the last one aside.
    private func expectSameChain(_ layers: [Module]) throws {
        try expect(
            layers.count == classifier.count, expected: "\(classifier.count) layers in the classifier",
            found: "\(layers.count)", Q11.wrongLayer)
        for index in layers.indices.dropLast() {
            try expect(
                layers[index] === classifier[index], expected: "the old layer at classifier.\(index)",
                found: "another", Q11.wrongLayer)
        }
    }

    /// Fails the check unless all but the head has the numbers of `trained`.
    private func expectLoaded(in model: Module, _ trained: Module) throws {
        let (found, expected) = (model.stateDictionary, trained.stateDictionary)
        for name in expected.names where !name.hasPrefix("\(family.head).") {
            try expect(found[name] == expected[name], expected: "the file's numbers in \(name)", found: "others")
        }
    }
}

/// Whether one list of numbers begins with the other.
private func startsAlike(_ a: [Float], _ b: [Float]) -> Bool { a.starts(with: b) || b.starts(with: a) }
