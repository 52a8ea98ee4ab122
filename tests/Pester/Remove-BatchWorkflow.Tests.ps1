BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Remove-BatchWorkflow' {
    It 'removes a run with -Force' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        Get-BatchStatus $id | Remove-BatchWorkflow -Force
        { Get-BatchStatus $id -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Run.NotFound,*'
    }

    It 'keeps it with -WhatIf' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        Remove-BatchWorkflow $id -Force -WhatIf
        (Get-BatchStatus $id).Id | Should -Be $id
    }

    It 'keeps what is not old enough' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        Remove-BatchWorkflow -OlderThan 1.00:00:00 -Force
        (Get-BatchStatus $id).Id | Should -Be $id
        Remove-BatchWorkflow -OlderThan 0 -Force
        Get-BatchStatus | Should -BeNullOrEmpty
    }
}
