import Grading
import Q22ClipGradientsSolution
import Q23MonitorTrainingSolution

#if Q22
    import Q22ClipGradients
#endif
#if Q23
    import Q23MonitorTraining
#endif

/// Chapter 7: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let trainingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q22
        graders["Q22"] = {
            gradeClipGradients(
                clipGradients: Q22ClipGradients.clipGradients(of:maxNorm:),
                trainingStep: Q22ClipGradients.trainingStep(_:images:labels:optimizer:maxNorm:), $0)
        }
    #endif
    #if Q23
        graders["Q23"] = {
            gradeMonitorTraining(
                trainAndMonitor: Q23MonitorTraining.trainAndMonitor(_:training:validation:optimizer:epochs:),
                drawCurves: Q23MonitorTraining.drawCurves(of:to:), $0)
        }
    #endif
    return graders
}()

/// Chapter 7: the reference solutions' functions, each behind the same grader.
let trainingSolutions: [String: BoundGrader] = [
    "Q22": {
        gradeClipGradients(
            clipGradients: Q22ClipGradientsSolution.clipGradients(of:maxNorm:),
            trainingStep: Q22ClipGradientsSolution.trainingStep(_:images:labels:optimizer:maxNorm:), $0)
    },
    "Q23": {
        gradeMonitorTraining(
            trainAndMonitor: Q23MonitorTrainingSolution.trainAndMonitor(_:training:validation:optimizer:epochs:),
            drawCurves: Q23MonitorTrainingSolution.drawCurves(of:to:), $0)
    },
]
