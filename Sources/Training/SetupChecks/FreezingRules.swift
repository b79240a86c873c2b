import Layers
import Tensors

extension SetupCheck {
    /// What is frozen and what is not.
    static func freezingFindings(_ checked: CheckedSetup) -> [SetupFinding] {
        [frozenHead(checked), followingStatistics(checked), gapInBlock(checked) ?? mixedLayer(checked)].compactMap {
            $0
        }
    }

    /// A trained head may well be frozen, as where a body is fitted to one that others use.
    private static func frozenHead(_ checked: CheckedSetup) -> SetupFinding? {
        guard let head = checked.head, !checked.headAndBody.head.contains(where: \.requiresGrad),
            head.element.hasFreshWeights
        else { return nil }
        return SetupFinding(
            .frozenHead, .error, seen: "the head \(head.name) has fresh weights, and they are frozen",
            fix: unfreezing(head))
    }

    private static func followingStatistics(_ checked: CheckedSetup) -> SetupFinding? {
        let names = checked.normsInFrozenPart.filter(\.module.isTraining).map(\.name)
        guard !names.isEmpty else { return nil }
        return SetupFinding(
            .statisticsMoveInFrozenBlock, .warning,
            seen: "\(listed(names)) and the layer before \(names.count == 1 ? "it" : "them") are frozen, but not the "
                + "running statistics", fix: "model.freeze()  // then unfreeze what shall learn")
    }

    /// Within a block the layers that learn should be the last ones. That allows a boundary inside of a block, and says
    /// nothing of whole blocks: some people train the first one alone.
    private static func gapInBlock(_ checked: CheckedSetup) -> SetupFinding? {
        for (block, weights) in checked.blocks {
            guard let first = weights.firstIndex(where: \.element.requiresGrad),
                let gap = weights[first...].first(where: { !$0.element.requiresGrad })
            else { continue }
            return SetupFinding(
                .partlyUnfrozenBlock, .warning,
                seen: "in the block \(block), \(weights[first].name) may learn but \(gap.name) behind it may not",
                fix: "try model.unfreeze([\"\(block)\"])")
        }
        return nil
    }

    private static func mixedLayer(_ checked: CheckedSetup) -> SetupFinding? {
        for layer in checked.layers {
            guard let open = layer.parameters.first(where: \.element.requiresGrad),
                let frozen = layer.parameters.first(where: { !$0.element.requiresGrad })
            else { continue }
            return SetupFinding(
                .partlyUnfrozenBlock, .warning,
                seen: "\(open.name) may learn but \(frozen.name) of the same layer may not",
                fix: "try model.unfreeze([\"\(layer.name)\"])  // or freeze it whole")
        }
        return nil
    }
}

extension CheckedSetup {
    /// The weights with more than one axis, in the order of the model, by the block that they are in: between two
    /// starts of a network that names them, and in a part of its own in any other.
    fileprivate var blocks: [(name: String, weights: [Named<Parameter>])] {
        let starts = (setup.model as? any Staged)?.blockStarts ?? setup.model.children.map(\.name)
        var blocks: [(name: String, weights: [Named<Parameter>])] = []
        for layer in layers {
            let start = starts.first { layer.name == $0 || layer.name.hasPrefix("\($0).") }
            if blocks.isEmpty || (start != nil && blocks.last?.name != start) {
                blocks.append((start ?? layer.name, []))
            }
            blocks[blocks.count - 1].weights += layer.parameters.filter { $0.element.rank > 1 }
        }
        return blocks
    }
}
