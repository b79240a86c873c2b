import Datasets
import Files
import Foundation
import Images
import RandomNumbers
import Synchronization
import Testing

/// Writes a random number into every pixel's place.
private struct Noise: FloatTransform {
    let isRandom = true
    func callAsFunction(_ image: FloatImage, using generator: inout SeededGenerator) -> FloatImage {
        var image = image
        for i in image.values.indices { image.values[i] = generator.uniform() }
        return image
    }
}

private func allBatches(_ loader: DataLoader, epoch: Int = 0) throws -> [PixelBatch] {
    var all: [PixelBatch] = []
    try loader.forEachBatch(epoch: epoch) { all.append($0) }
    return all
}

struct DataLoaderTests {
    @Test func batchesHoldImagesLabelsAndIndices() throws {
        let loader = DataLoader(Subset(CountingDataset(10), indices: [5, 2, 8]), batchSize: 2)
        let batches = try allBatches(loader)
        #expect(batches.map(\.shape) == [[2, 3, 1, 2], [1, 3, 1, 2]])
        #expect(batches.map(\.labels) == [[1, 0], [0]])
        #expect(batches.map(\.indices) == [[0, 1], [2]])
        #expect(batches[0].values == [Float](repeating: 5 / 255, count: 6) + [Float](repeating: 2 / 255, count: 6))
        #expect(batches[1].values == [Float](repeating: 8 / 255, count: 6))
        #expect(batches.map(\.count) == [2, 1])
    }

    @Test func transformsSeePlanesOfTheImage() throws {
        let folder = try TemporaryFolder()
        try Image(width: 2, height: 1, pixels: [0, 51, 102, 153, 204, 255]).writePNG(to: folder.path + "/a/1.png")
        let batch = try #require(try allBatches(DataLoader(ImageFolder(folder.path), batchSize: 1)).first)
        #expect(batch.values == [0, 0.6, 0.2, 0.8, 0.4, 1])
    }

    @Test(arguments: [Sampler.sequential, .shuffled, .weighted([Double](repeating: 1, count: 23), count: 31)])
    func workersDoNotChangeAnything(sampler: Sampler) throws {
        func run(workers: Int, prefetch: Int = 2) throws -> [[PixelBatch]] {
            let loader = DataLoader(
                CountingDataset(23, uneven: true), transforms: Transforms([], then: [Noise()]), batchSize: 4,
                sampler: sampler, seed: 9, workers: workers, prefetch: prefetch)
            return try (0..<2).map { try allBatches(loader, epoch: $0) }
        }
        let inline = try run(workers: 0)
        #expect(inline[0].flatMap(\.indices) == sampler.order(count: 23, epoch: 0, seed: 9))
        #expect(inline[0].map(\.values) != inline[1].map(\.values))
        for workers in [1, 2, 5] { #expect(try run(workers: workers) == inline, "\(workers) workers") }
        #expect(try run(workers: 5, prefetch: 1) == inline)
        #expect(try run(workers: 40, prefetch: 100) == inline)
    }

    @Test func randomnessBelongsToSeedEpochAndPosition() throws {
        let sampler = Sampler.weighted([0, 1, 0], count: 5)
        let loader = DataLoader(
            CountingDataset(3), transforms: Transforms([], then: [Noise()]), batchSize: 5, sampler: sampler, seed: 7)
        let batch = try #require(try allBatches(loader, epoch: 2).first)
        #expect(batch.indices == [1, 1, 1, 1, 1])
        let expected = (0..<5).flatMap { position in
            var generator = SeededGenerator(seed: 7).stream(2, UInt64(position))
            return (0..<6).map { _ in generator.uniform() }
        }
        #expect(batch.values == expected)
    }

    @Test func thereAreSoManyVersionsOfAnImage() throws {
        func versions(of loader: DataLoader, epochs: Int) throws -> [Set<[Float]>] {
            var seen = [Set<[Float]>](repeating: [], count: loader.dataset.count)
            for epoch in 0..<epochs {
                for batch in try allBatches(loader, epoch: epoch) {
                    for (row, index) in batch.indices.enumerated() {
                        seen[index].insert(Array(batch.values[6 * row..<6 * (row + 1)]))
                    }
                }
            }
            return seen
        }
        func loader(_ variants: Int?, seed: UInt64 = 7, workers: Int = 1) -> DataLoader {
            DataLoader(
                CountingDataset(5), transforms: Transforms([], then: [Noise()]), batchSize: 2, sampler: .shuffled,
                seed: seed, augmentedVariants: variants, workers: workers)
        }
        #expect(try versions(of: loader(nil), epochs: 30).map(\.count) == [30, 30, 30, 30, 30])
        let three = try versions(of: loader(3), epochs: 30)
        #expect(three.map(\.count) == [3, 3, 3, 3, 3])
        #expect(three.reduce(Set()) { $0.union($1) }.count == 15, "no two images are changed alike")
        #expect(try versions(of: loader(3, workers: 3), epochs: 30) == three)
        #expect(try versions(of: loader(3, seed: 8), epochs: 30) != three)
        #expect(try versions(of: loader(1), epochs: 4).map(\.count) == [1, 1, 1, 1, 1])
    }

    @Test(arguments: [0, 1, 3])
    func whatIsKnownIsNotLoaded(workers: Int) throws {
        let dataset = CountingDataset(7)
        let loader = DataLoader(dataset, batchSize: 3, workers: workers)
        func batches(except known: [Sample]) throws -> [PartialBatch] {
            var all: [PartialBatch] = []
            try loader.forEachBatch(epoch: 0, except: Set(known)) { all.append($0) }
            return all
        }
        let samples = try batches(except: []).flatMap { $0.samples ?? [] }
        #expect(samples.map(\.index) == Array(0..<7) && dataset.loads == 7)
        let some = try batches(except: [1, 3, 4, 5].map { samples[$0] })
        #expect(dataset.loads == 7 + 3)
        #expect(some.map(\.indices) == [[0, 1, 2], [3, 4, 5], [6]])
        #expect(some.map(\.labels) == [[0, 1, 0], [1, 0, 1], [0]])
        #expect(some.map(\.loaded) == [[0, 2], [], [0]])
        #expect(some.map { $0.pixels?.indices } == [[0, 2], nil, [6]])
        #expect(some[0].pixels?.values == [0, 2].flatMap { [Float](repeating: $0 / 255, count: 6) })
        #expect(some.map { $0.samples?.map(\.index) } == some.map { $0.indices })
        #expect(try batches(except: samples).map(\.count) == [3, 3, 1])
        #expect(dataset.loads == 7 + 3, "nothing more")
    }

    @Test func epochsDifferAndRepeat() throws {
        let loader = DataLoader(CountingDataset(30), batchSize: 7, sampler: .shuffled, seed: 1)
        let first = try allBatches(loader, epoch: 0)
        #expect(try allBatches(loader, epoch: 0) == first)
        #expect(try allBatches(loader, epoch: 1) != first)
        #expect(first.flatMap(\.indices).sorted() == Array(0..<30))
        let other = DataLoader(CountingDataset(30), batchSize: 7, sampler: .shuffled, seed: 2)
        #expect(try allBatches(other, epoch: 0) != first)
    }

    @Test(arguments: [
        (10, 4, false, [4, 4, 2]), (10, 4, true, [4, 4]), (8, 4, true, [4, 4]), (8, 4, false, [4, 4]),
        (3, 4, true, []), (3, 4, false, [3]), (3, Int.max, false, [3]), (0, 4, false, []),
    ])
    func lastBatch(count: Int, batchSize: Int, dropLast: Bool, sizes: [Int]) throws {
        for workers in [0, 2] {
            let dataset = CountingDataset(count)
            let loader = DataLoader(dataset, batchSize: batchSize, dropLast: dropLast, workers: workers)
            #expect(loader.batchCount == sizes.count)
            #expect(try allBatches(loader).map(\.count) == sizes)
            #expect(dataset.loads == sizes.reduce(0, +))
        }
    }

    @Test func workersLoadBesideTheCaller() throws {
        let inline = CountingDataset(12)
        _ = try allBatches(DataLoader(inline, batchSize: 3, workers: 0))
        #expect(inline.threads == [UInt(pthread_self())])
        // Three images that each wait for the other two.
        let arrived = Mutex(0)
        let threaded = CountingDataset(3) { _ in
            arrived.withLock { $0 += 1 }
            while arrived.withLock({ $0 }) < 3 { usleep(100) }
        }
        _ = try allBatches(DataLoader(threaded, batchSize: 3, workers: 2))
        #expect(threaded.threads.contains(UInt(pthread_self())))
        #expect(threaded.threads.count == 3)
    }

    @Test func theCallerHelpsOnlyWithWhatItWaitsFor() throws {
        let caller = UInt(pthread_self())
        let byCaller = Mutex<[Int]>([])
        let isHeld = Mutex(true)
        // The worker is held at its first image until the caller has loaded the others of the batch.
        let dataset = CountingDataset(6) { index in
            if UInt(pthread_self()) == caller {
                byCaller.withLock { $0.append(index) }
                if index == 2 { isHeld.withLock { $0 = false } }
            } else {
                while isHeld.withLock({ $0 }) { usleep(100) }
            }
        }
        let batches = DataLoader(dataset, batchSize: 3, workers: 1).batches(epoch: 0)
        while dataset.loads == 0 { usleep(100) }
        #expect(try batches.next()?.indices == [0, 1, 2])
        #expect(byCaller.withLock { $0 } == [1, 2])
        #expect(try batches.next()?.indices == [3, 4, 5])
    }

    @Test func oneBatchIsLoadedByAllWorkers() throws {
        // Three images that each wait for the other two: they only ever load side by side.
        let arrived = Mutex(0)
        let dataset = CountingDataset(3) { _ in
            arrived.withLock { $0 += 1 }
            while arrived.withLock({ $0 }) < 3 { usleep(100) }
        }
        #expect(try allBatches(DataLoader(dataset, batchSize: 3, workers: 3, prefetch: 1)).count == 1)
    }

    @Test func workersStayWithinThePrefetch() throws {
        let delivered = Mutex(0)
        let furthest = Mutex(0)
        let dataset = CountingDataset(40) { index in
            let ahead = index / 4 - delivered.withLock { $0 }
            furthest.withLock { $0 = max($0, ahead) }
        }
        let batches = DataLoader(dataset, batchSize: 4, workers: 3, prefetch: 2).batches(epoch: 0)
        while try batches.next() != nil {
            // The workers get all the time they want to run ahead: two batches beyond the one just handed over.
            let number = delivered.withLock { $0 }
            while dataset.loads < min(40, (number + 3) * 4) { usleep(100) }
            delivered.withLock { $0 += 1 }
        }
        #expect(furthest.withLock { $0 } == 2)
    }

    @Test(arguments: [0, 1, 2, 5])
    func errorsArriveWithTheirBatch(workers: Int) throws {
        let dataset = CountingDataset(20, broken: [6, 7, 13], uneven: true)
        let batches = DataLoader(dataset, batchSize: 3, workers: workers).batches(epoch: 0)
        #expect(try batches.next()?.indices == [0, 1, 2])
        #expect(try batches.next()?.indices == [3, 4, 5])
        #expect(throws: CountingDataset.Broken(index: 6)) { try batches.next() }
        #expect(try batches.next() == nil)
        #expect(dataset.running == 0)
    }

    @Test(arguments: [0, 2])
    func damagedFileIsNamed(workers: Int) throws {
        let folder = try TemporaryFolder()
        for name in ["a/1.png", "a/2.png", "b/4.png"] { try folder.writeImage(name) }
        let damaged = try folder.write("b/3.png", [1, 2, 3])
        let batches = DataLoader(try ImageFolder(folder.path), batchSize: 2, workers: workers).batches(epoch: 0)
        #expect(try batches.next()?.labels == [0, 0])
        let error = try #require(throws: FileError.self) { try batches.next() }
        #expect(error.file == damaged)
    }

    @Test(arguments: [0, 2])
    func differentSizesAreNamed(workers: Int) throws {
        let folder = try TemporaryFolder()
        try folder.writeImage("a/1.png", width: 4, height: 3)
        try folder.writeImage("a/2.png", width: 4, height: 3)
        try folder.writeImage("a/3.png", width: 3, height: 4)
        let loader = DataLoader(try ImageFolder(folder.path), batchSize: 3, workers: workers)
        let error = try #require(throws: FileError.self) { try allBatches(loader) }
        #expect(error.file == "\(folder.path)/a/3.png")
        #expect(error.expected.contains("3×3×4 (\(folder.path)/a/1.png)"))
        #expect(error.found.hasPrefix("3×4×3;"))
    }

    @Test(arguments: [0, 1, 5])
    func lettingGoEarlyLeavesNoThread(workers: Int) throws {
        weak var watched: CountingDataset?
        do {
            let dataset = CountingDataset(200, uneven: true)
            watched = dataset
            let batches = DataLoader(dataset, batchSize: 4, workers: workers).batches(epoch: 0)
            while let batch = try batches.next() {
                if batch.indices.contains(9) { break }
            }
        }
        // A running worker would hold the dataset.
        #expect(watched == nil)
    }

    @Test func neverAskingForABatchIsFine() {
        weak var watched: CountingDataset?
        do {
            let dataset = CountingDataset(200)
            watched = dataset
            _ = DataLoader(dataset, batchSize: 4, workers: 3).batches(epoch: 0)
        }
        #expect(watched == nil)
    }

    @Test func errorOfTheCallerStopsTheWorkers() throws {
        struct Enough: Error {}
        let dataset = CountingDataset(200, uneven: true)
        let loader = DataLoader(dataset, batchSize: 4, workers: 3)
        #expect(throws: Enough.self) { try loader.forEachBatch(epoch: 0) { _ in throw Enough() } }
        #expect(dataset.running == 0)
        #expect(dataset.loads < 200)
    }

    @Test func senselessSettingsTrap() async {
        await #expect(processExitsWith: .failure) { _ = DataLoader(CountingDataset(1), batchSize: 0) }
        await #expect(processExitsWith: .failure) { _ = DataLoader(CountingDataset(1), batchSize: 1, workers: -1) }
        await #expect(processExitsWith: .failure) { _ = DataLoader(CountingDataset(1), batchSize: 1, prefetch: 0) }
        await #expect(processExitsWith: .failure) {
            _ = DataLoader(CountingDataset(1), batchSize: 1, sampler: .shuffled).batches(epoch: -1)
        }
    }
}
