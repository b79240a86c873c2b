import Testing

@testable import Tensors

@Suite("Going backward")
struct BackwardTests {
    @Test func gradientsAddUpUntilTheyAreCleared() {
        let x = Tensor([1, 2], shape: [2])
        x.requiresGrad = true
        sum(x * 3).backward()
        sum(x * 4).backward()
        #expect(x.grad?.values == [7, 7])
        x.grad = nil
        sum(x * 5).backward()
        #expect(x.grad?.values == [5, 5])
    }

    @Test func aTensorUsedTwiceGetsBothGradients() {
        let x = Tensor([3], shape: [1])
        x.requiresGrad = true
        let y = x * x
        (y + y * x).backward()
        #expect(x.grad?.item == Float(2 * 3 + 3 * 9))
    }

    @Test func twoLeavesWithOneGradientDoNotShareIt() {
        let a = Tensor([1, 1], shape: [2])
        let b = Tensor([1, 1], shape: [2])
        a.requiresGrad = true
        b.requiresGrad = true
        (a + b).backward(Tensor([1, 2], shape: [2]))
        a.grad?.withMutableValues { $0[0] = 100 }
        #expect(b.grad?.values == [1, 2])
    }

    @Test func nothingIsRecordedWithoutGradient() throws {
        let x = Tensor([1], shape: [1])
        x.requiresGrad = true
        let y = withoutGradient { x * 2 }
        #expect(!y.requiresGrad)
        struct Stop: Error {}
        #expect(throws: Stop.self) { try withoutGradient { throw Stop() } }
        #expect((x * 2).requiresGrad, "recording must resume after a throw")
    }

    @Test func aFrozenInputCostsNothing() {
        let x = Tensor.ones([1, 3, 4, 4])
        let frozen = Tensor.ones([2, 3, 3, 3])
        let learning = Tensor.ones([2, 2, 1, 1])
        learning.requiresGrad = true
        let hidden = conv2d(x, frozen)
        #expect(hidden.isLeaf, "an operation on frozen inputs must not be recorded")
        sum(conv2d(hidden, learning)).backward()
        #expect(frozen.grad == nil && x.grad == nil)
        #expect(learning.grad?.values == [Float](repeating: 27 * 4, count: 4))
    }

    @Test func aDetachedTensorStopsTheGradient() {
        let x = Tensor([2], shape: [1])
        x.requiresGrad = true
        (x * (x * 3).detached()).backward()
        #expect(x.grad?.item == 6)
    }

    @Test func aLongChainIsFreedWithoutOverflowingTheStack() {
        let x = Tensor([1], shape: [1])
        x.requiresGrad = true
        var y = x * 1
        for _ in 0..<100_000 { y = y + 0 }
        y = x * 1
        #expect(y.item == 1)
    }

    @Test func aLongChainGoesBackward() {
        let x = Tensor([1], shape: [1])
        x.requiresGrad = true
        var y = x * 1
        for _ in 0..<20_000 { y = y + x }
        y.backward()
        #expect(x.grad?.item == 20_001)
    }

    @Test func goingBackwardTwiceStopsWithTheReason() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1], shape: [1])
            x.requiresGrad = true
            let y = x * 2
            y.backward()
            y.backward()
        }
        #expect(
            result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }?.contains("used already") == true)
    }

    @Test func steppingBeforeBackwardStopsWithTheReason() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let weight = Tensor([1], shape: [1])
            weight.requiresGrad = true
            let loss = weight * weight
            weight.withMutableValues { $0[0] = 0 }
            loss.backward()
        }
        #expect(
            result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }?.contains("changed in place")
                == true)
    }

    @Test func aChangeThroughAnotherTensorOfTheSameNumbersIsSeen() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let weight = Tensor([1], shape: [1])
            weight.requiresGrad = true
            let loss = weight * weight
            weight.detached().withMutableValues { $0[0] = 0 }
            loss.backward()
        }
        #expect(
            result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }?.contains("changed in place")
                == true)
    }
}
