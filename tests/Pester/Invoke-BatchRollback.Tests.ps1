BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Invoke-BatchRollback' {
    BeforeEach {
        $file = New-SampleWorkflow
        $id = (Submit-BatchWorkflow $file).Id
    }

    It 'shows its plan with -WhatIf and undoes nothing' {
        (Invoke-BatchRollback $id -WhatIf).Steps.Action | Should -Contain Delete
        (Get-BatchStatus $id).Succeeded | Should -BeTrue
    }

    It 'takes the newest run of the folder with -WhatIf only' {
        Push-Location (Split-Path $file)
        try {
            (Invoke-BatchRollback -WhatIf 6>$null).Steps.Count | Should -Be 3
            { Invoke-BatchRollback -Force -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Run.Missing,*'
        }
        finally { Pop-Location }
    }

    It 'undoes with -Force' {
        (Invoke-BatchRollback $id -Force).Status | Should -Be RolledBack
        { Invoke-BatchRollback $id -Force -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Run.NothingToUndo,*'
    }

    It 'has a high impact' {
        [System.Management.Automation.CommandMetadata]::new((Get-Command Invoke-BatchRollback)).ConfirmImpact | Should -Be High
    }
}
