extension ChannelPlanes {
    /// Each channel's mean and biased variance, `[channels]`.
    func statistics(of x: Tensor) -> (mean: Tensor, variance: Tensor) {
        let from = x.vectors
        // Summing distances from a number near the mean keeps the digits of a variance that is small beside it.
        let near = (0..<vectorsPerPixel).map { center(of: x, channels: $0) }
        let count = Double(batch * pixels)
        let means = sums { run in
            let near = near[run.channels]
            var (sum, squares) = (Vector.zero, Vector.zero)
            for i in run.pixels {
                let d = from[i] - near
                sum += d
                squares += d * d
            }
            return (sum, squares)
        }.map { ($0.0 / count, $0.1 / count) }
        return (
            perChannel(zip(means, near).map { $0.0 + SIMD8<Double>($1) }),
            perChannel(means.map { ($0.1 - $0.0 * $0.0).replacing(with: 0, where: $0.1 .< $0.0 * $0.0) })
        )
    }

    /// The mean over the first pixels of the first image.
    private func center(of x: Tensor, channels: Int) -> Vector {
        let lanes = block / Vector.scalarCount
        let count = min(pixels, 64)
        let first = x.vectors + (channels / lanes * pixels * lanes + channels % lanes)
        return (0..<count).reduce(Vector.zero) { $0 + first[$1 * lanes] } / Float(count)
    }
}
