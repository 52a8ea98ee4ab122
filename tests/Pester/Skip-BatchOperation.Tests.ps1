BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Skip-BatchOperation' {
    It 'goes on without a step that failed' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow -Create 'exit 3') -ErrorAction SilentlyContinue).Id
        (Skip-BatchOperation $id install -Reason 'done by hand').Id | Should -Be $id
        (Resume-BatchWorkflow $id).Succeeded | Should -BeTrue
        $step = (Get-BatchStatus $id).StepList | Where-Object Operation -EQ install
        $step.Status | Should -Be Skipped
        $step.Reason | Should -BeLike 'skipped by *: done by hand'
    }
}
