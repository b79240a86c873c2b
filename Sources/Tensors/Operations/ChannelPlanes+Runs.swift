/// Eight numbers that are computed together: what every processor's registers hold.
typealias Vector = SIMD8<Float>

/// Some pixels of one image and eight of its channels: a piece of work small enough for the fastest cache.
struct Run {
    /// Which eight of the channels, counted in eights.
    let channels: Int
    /// Where the numbers are in the tensor, in vectors.
    let pixels: StrideTo<Int>
}

extension ChannelPlanes {
    /// How many eights of channels an image has, with those that only fill the last block up.
    var vectorsPerPixel: Int { blocksPerImage * lanes }

    /// How many vectors a block's pixel takes.
    private var lanes: Int { block / Vector.scalarCount }

    /// Calls `body` with every run of the tensor, on several threads. For blocks of more than one channel.
    ///
    /// - Parameter body: gets the run and which block of channels of which image it belongs to.
    private func forEachRun(_ body: (Run, _ plane: Int) -> Void) {
        // 16 kB for blocks of 16.
        let length = 256
        inParallel(batch * blocksPerImage, cost: pixels * block) { planes in
            for plane in planes {
                for start in stride(from: 0, to: pixels, by: length) {
                    for lane in 0..<lanes {
                        let first = (plane * pixels + start) * lanes + lane
                        let end = (plane * pixels + min(start + length, pixels)) * lanes
                        body(
                            Run(
                                channels: plane % blocksPerImage * lanes + lane,
                                pixels: stride(from: first, to: end, by: lanes)), plane)
                    }
                }
            }
        }
    }

    /// Calls `body` with every run of the tensor, on several threads.
    func forEachRun(_ body: (Run) -> Void) { forEachRun { run, _ in body(run) } }

    /// Two sums over each channel, in eights of channels, from those over each run.
    func sums(_ ofRun: (Run) -> (Vector, Vector)) -> [(SIMD8<Double>, SIMD8<Double>)] {
        var ofPlanes = [(SIMD8<Double>, SIMD8<Double>)](
            repeating: (.zero, .zero), count: batch * vectorsPerPixel)
        ofPlanes.withUnsafeMutableBufferPointer { totals in
            nonisolated(unsafe) let totals = totals
            forEachRun { run, plane in
                let (a, b) = ofRun(run)
                let place = plane / blocksPerImage * vectorsPerPixel + run.channels
                totals[place].0 += SIMD8<Double>(a)
                totals[place].1 += SIMD8<Double>(b)
            }
        }
        return (0..<vectorsPerPixel).map { vector in
            stride(from: vector, to: ofPlanes.count, by: vectorsPerPixel).reduce((.zero, .zero)) { sum, place in
                (sum.0 + ofPlanes[place].0, sum.1 + ofPlanes[place].1)
            }
        }
    }

    /// Numbers in eights of channels as a tensor, `[channels]`.
    func perChannel(_ vectors: [SIMD8<Double>]) -> Tensor {
        Tensor((0..<channels).map { Float(vectors[$0 / 8][$0 % 8]) }, shape: [channels])
    }
}

extension Tensor {
    /// The numbers as they lie in memory, eight at a time.
    var vectors: UnsafeMutablePointer<Vector> { storage.pointer.assumingMemoryBound(to: Vector.self) }
}
