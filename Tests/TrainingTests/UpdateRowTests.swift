import Testing
import Training

@Suite struct UpdateRowTests {
    @Test func descriptionTellsAllColumns() {
        let learning = UpdateRow(name: "fc.weight", requiresGrad: true, isHeld: true, moved: true)
        let frozen = UpdateRow(name: "conv1.weight", requiresGrad: false, isHeld: false, moved: false)
        #expect("\(learning)" == "fc.weight  learns, held, moved")
        #expect("\(frozen)" == "conv1.weight  frozen, not held, still")
    }
}
