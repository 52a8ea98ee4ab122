BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Wait-BatchWorkflow' {
    It 'waits for the end of a run' {
        $job = Submit-BatchWorkflow (New-SampleWorkflow -Create 'sleep 1') -AsJob
        (Wait-BatchWorkflow $job.Name -Timeout 60).Succeeded | Should -BeTrue
        $job | Wait-Job | Remove-Job
    }

    It 'does not wait for ever' {
        $mark = Join-Path $TestDrive go
        $job = Submit-BatchWorkflow (New-SampleWorkflow -Create "while [ ! -f '$mark' ]; do sleep 0.05; done") -AsJob
        { Wait-BatchWorkflow $job.Name -Timeout 1 -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Run.Timeout,*'
        Set-Content $mark ''
        $job | Wait-Job | Remove-Job
    }
}
