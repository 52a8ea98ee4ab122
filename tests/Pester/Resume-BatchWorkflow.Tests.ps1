BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Resume-BatchWorkflow' {
    It 'goes on with a run that was let go' {
        $mark = Join-Path $TestDrive go
        $job = Submit-BatchWorkflow (New-SampleWorkflow -Create "test -f '$mark' || sleep 300") -AsJob -StopTimeout 0
        Wait-Script $job.Name
        $job | Stop-Job -PassThru | Remove-Job
        Set-Content $mark ''
        (Get-BatchStatus | Where-Object Interrupted | Resume-BatchWorkflow).Succeeded | Should -BeTrue
    }

    It 'takes no plain variables' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow -Create 'exit 3') -ErrorAction SilentlyContinue).Id
        { Resume-BatchWorkflow $id -Variable @{ x = 1 } -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Variable.NotSecret,*'
    }
}
