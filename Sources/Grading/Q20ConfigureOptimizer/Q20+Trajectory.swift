import TrainingCore

extension Q20 {
    /// The numbers of one parameter over a few steps with given gradients.
    struct Trajectory {
        let values: [Float]
        /// A gradient for each step.
        let gradients: [[Float]]
        let learningRate: Float
        let weightDecay: Float

        /// SGD with momentum, Nesterov's or the classical.
        func sgd(momentum: Float, nesterov: Bool) -> [Float] {
            var (values, buffer) = (values, [Float]())
            for gradient in gradients {
                let g = zip(gradient, values).map { $0 + weightDecay * $1 }
                buffer = buffer.isEmpty ? g : zip(buffer, g).map { momentum * $0 + $1 }
                for i in values.indices {
                    values[i] -= learningRate * (nesterov ? g[i] + momentum * buffer[i] : buffer[i])
                }
            }
            return values
        }

        /// Adam with PyTorch's defaults, its decay decoupled or as L2 in the gradient.
        func adam(decoupled: Bool) -> [Float] {
            var values = values.map(Double.init)
            var (mean, square) = (values.map { _ in 0.0 }, values.map { _ in 0.0 })
            var (power1, power2) = (1.0, 1.0)
            let (rate, decay) = (Double(learningRate), Double(weightDecay))
            for gradient in gradients {
                power1 *= 0.9
                power2 *= 0.999
                for i in values.indices {
                    if decoupled { values[i] *= 1 - rate * decay }
                    let g = Double(gradient[i]) + (decoupled ? 0 : decay * values[i])
                    mean[i] = 0.9 * mean[i] + 0.1 * g
                    square[i] = 0.999 * square[i] + 0.001 * g * g
                    let size = (square[i] / (1 - power2)).squareRoot() + 1e-8
                    values[i] -= rate * mean[i] / (1 - power1) / size
                }
            }
            return values.map(Float.init)
        }

        /// The same without decay.
        var withoutDecay: Trajectory {
            Trajectory(values: values, gradients: gradients, learningRate: learningRate, weightDecay: 0)
        }
    }
}
