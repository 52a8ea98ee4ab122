BeforeAll {
    . $PSScriptRoot/Session.ps1
    $pwsh = Join-Path $PSHOME pwsh
}

Describe 'Stop-BatchWorkflow' {
    It 'stops a run that another process holds' {
        $mark = Join-Path $TestDrive go
        $file = New-SampleWorkflow -GoesOn -Create "while [ ! -f '$mark' ]; do sleep 0.05; done"
        $module = Join-Path $PSScriptRoot '../../BatchWorkflow.psd1'
        $process = Start-Process $pwsh -ArgumentList '-NoProfile', '-Command', "Import-Module '$module'; Submit-BatchWorkflow '$file'" -PassThru -RedirectStandardOutput $TestDrive/out.txt
        $id = Wait-Run $file
        Wait-Script $id
        (Stop-BatchWorkflow $id).Status | Should -Be Stopping
        Set-Content $mark ''
        (Wait-BatchWorkflow $id -Timeout 60).Status | Should -Be Stopped
        $process.WaitForExit(60000) | Should -BeTrue
    }

    It 'changes nothing with -WhatIf' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        Stop-BatchWorkflow $id -WhatIf
        (Get-BatchStatus $id).Succeeded | Should -BeTrue
    }
}
