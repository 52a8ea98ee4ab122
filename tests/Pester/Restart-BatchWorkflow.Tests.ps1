BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Restart-BatchWorkflow' {
    BeforeEach {
        $mark = Join-Path $TestDrive ([guid]::NewGuid())
        $id = (Submit-BatchWorkflow (New-SampleWorkflow -Create "test -f '$mark'") -ErrorAction SilentlyContinue).Id
    }

    It 'restarts what failed, from the pipeline' {
        Set-Content $mark ''
        $run = Get-BatchStatus $id | Where-Object Failed | Restart-BatchWorkflow -FailedOnly
        $run.Id | Should -Be $id
        $run.Succeeded | Should -BeTrue
    }

    It 'changes nothing with -WhatIf' {
        Set-Content $mark ''
        Restart-BatchWorkflow $id -WhatIf
        (Get-BatchStatus $id).Failed | Should -BeTrue
    }
}
