BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Move-BatchState' {
    It 'moves runs to a database file and back' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        $database = Join-Path $env:BATCHWORKFLOW_STATE state.db
        (Move-BatchState $database -Force).Runs | Should -Be 1
        (Get-BatchStatus).Id | Should -Be $id
        (Get-BatchLog $id).Count | Should -BeGreaterThan 0
        (Move-BatchState "file:$env:BATCHWORKFLOW_STATE" -Force).From | Should -Be $database
        (Get-BatchStatus).Id | Should -Be $id
    }

    It 'changes nothing with -WhatIf' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        Move-BatchState (Join-Path $TestDrive other.db) -WhatIf
        (Get-BatchStatus $id).Id | Should -Be $id
        Join-Path $TestDrive other.db | Should -Not -Exist
    }

    It 'refuses to move a state to itself' {
        { Move-BatchState $env:BATCHWORKFLOW_STATE -Force -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.State.Same,*'
    }
}
