import ArgumentParser
import TrainingCore

/// What one step of `workbook bench` does.
enum BenchMode: String, CaseIterable, ExpressibleByArgument, Encodable {
    /// Forward in evaluation mode, without gradients.
    case inference
    /// Forward, loss, backward, and an optimizer's step; everything learns.
    case train
    /// The same while only the head learns. Frozen batch norms keep their statistics.
    case headOnly = "head-only"
    /// The same in a later epoch, when the features of all that is frozen are known.
    case headOnlyCached = "head-only-cached"
    /// The same while the last block and the head learn.
    case lastBlock = "last-block"

    /// Sets what may learn in a model of the zoo, and whether it behaves as in training.
    func prepare(_ network: Module, named name: String) throws {
        switch self {
        case .inference: network.eval()
        case .train: network.train()
        case .headOnly, .headOnlyCached: try network.train().freeze(except: [ModelZoo.headName(name)])
        case .lastBlock: try network.train().freeze(except: ModelZoo.lastBlockNames(name))
        }
    }

    /// One step with a prepared network, as a closure to call again and again with images and labels.
    func step(_ network: Module) -> (Tensor, [Int]) -> Void {
        guard self != .inference else { return { images, _ in withoutGradient { _ = network(images) } } }
        // So small that the weights stay of ordinary size, however many steps there are.
        let optimizer = SGD(network.trainableParameters, learningRate: 1e-4, momentum: 0.9)
        return { images, labels in
            network.zeroGrad()
            crossEntropy(network(images), labels).backward()
            optimizer.step()
        }
    }
}
