import Optimizers
import Parity
import Tensors
import Testing
import Weights

@Suite("Sixty steps as in PyTorch")
struct TrajectoryTests {
    @Test(arguments: Run.all) func everyStepIsPyTorchs(_ run: Run) throws {
        let row = ParityRow("Optimizers", run.subject, "parameters after each of 60 steps", limit: 2e-6)
        let trajectory = try run.trajectory()
        let two = TwoParameters()
        let optimizer = run.make(two.parameters)
        for step in 0..<Run.steps {
            two.receiveGradients(of: step)
            optimizer.step()
            try #require(row.error(two.values, trajectory[step]) < row.limit, "step \(step)")
        }
    }

    /// PyTorch's square root of a variance that rounding made negative is not a number, and the weights are lost.
    @Test func gradientsThatHardlyChangeDoNotSpoilCenteredRMSprop() {
        let parameter = Parameter(.zeros([64]))
        let optimizer = RMSprop([parameter], alpha: 0.5, centered: true)
        for _ in 0..<200 {
            parameter.grad = RuleFill.tensor("steady", [64])
            optimizer.step()
        }
        #expect(parameter.values.allSatisfy { $0.isFinite })
    }
}
