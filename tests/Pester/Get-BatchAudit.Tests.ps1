BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Get-BatchAudit' {
    It 'tells who did what, when and from where' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        $entries = Get-BatchAudit $id
        $entries[0].Action | Should -Be Submitted
        $entries[0].User | Should -Be ([Environment]::UserName)
        $entries[0].Host | Should -Be ([Environment]::MachineName)
        $entries.Action | Should -Contain Changed
        $entries[-1].Detail | Should -Be Succeeded
    }

    It 'filters by action' {
        $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
        (Get-BatchAudit $id -Action Sub*).Count | Should -Be 1
        (Get-BatchAudit $id -All).Count | Should -BeGreaterThan (Get-BatchAudit $id).Count
    }
}
