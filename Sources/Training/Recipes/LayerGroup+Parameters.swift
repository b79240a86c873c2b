import Layers
import Optimizers
import Tensors

extension [LayerGroup] {
    /// What an optimizer holds: the parameters of each group at its rate, frozen or not, so that the optimizer stays when
    /// groups are unfrozen.
    ///
    ///     let optimizer = AdamW(model.layerGroups.parameterGroups(.head(1e-3), weightDecay: 0.01))
    ///
    /// - Parameters:
    ///   - rates: from the first group to the head.
    ///   - weightDecay: that of all parameters, or of the weights alone.
    ///   - decaysVectors: whether norms and biases, the parameters with a single axis, decay too. `false` if left out, as
    ///     in fastai and timm; then they stand in groups of their own, named `layer3, without decay`.
    /// - Returns: the groups of parameters, in the order of the layers. A parameter that two layers share stands in the
    ///   first one's.
    public func parameterGroups(
        _ rates: LayerRates, weightDecay: Float = 0, decaysVectors: Bool = false
    ) -> [ParameterGroup] {
        var seen: Set<ObjectIdentifier> = []
        return zip(self, rates.rates(count: count)).flatMap { group, rate in
            let parameters = group.parameters.filter { seen.insert(ObjectIdentifier($0)).inserted }
            let decays = { (parameter: Parameter) in decaysVectors || weightDecay == 0 || parameter.rank > 1 }
            return [
                ParameterGroup(
                    parameters.filter(decays), learningRate: rate, weightDecay: weightDecay, name: group.name),
                ParameterGroup(
                    parameters.filter { !decays($0) }, learningRate: rate, name: "\(group.name), without decay"),
            ].filter { !$0.parameters.isEmpty }
        }
    }

    /// Gives the groups of an optimizer that ``parameterGroups(_:weightDecay:decaysVectors:)`` made other rates.
    public func setRates(_ rates: LayerRates, of optimizer: Optimizer) {
        let new = parameterGroups(rates).flatMap { group in
            group.parameters.map { (ObjectIdentifier($0), group.learningRate) }
        }
        let rates = Dictionary(uniqueKeysWithValues: new)
        for index in optimizer.groups.indices {
            guard let parameter = optimizer.groups[index].parameters.first,
                let rate = rates[ObjectIdentifier(parameter)]
            else { continue }
            optimizer.groups[index].learningRate = rate
        }
    }
}
