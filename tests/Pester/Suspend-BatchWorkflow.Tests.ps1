BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Suspend-BatchWorkflow' {
    It 'lets what runs end and starts nothing new' {
        $mark = Join-Path $TestDrive go
        $job = Submit-BatchWorkflow (New-SampleWorkflow -GoesOn -Create "while [ ! -f '$mark' ]; do sleep 0.05; done" -Check "[ -f '$mark' ]") -AsJob
        Wait-Script $job.Name
        (Suspend-BatchWorkflow $job.Name -Reason 'a test').Status | Should -Be Suspending
        Set-Content $mark ''
        $job | Wait-Job | Remove-Job
        (Get-BatchStatus $job.Name).Suspended | Should -BeTrue
        (Resume-BatchWorkflow $job.Name).Succeeded | Should -BeTrue
    }
}
