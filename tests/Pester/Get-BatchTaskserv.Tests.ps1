BeforeAll {
    . $PSScriptRoot/Session.ps1
    $folder = Split-Path (New-SampleWorkflow)
}

Describe 'Get-BatchTaskserv' {
    It 'lists the taskservs beside a workflow' {
        $taskserv = Get-BatchTaskserv thing -Path $folder
        $taskserv.Description | Should -Be 'A thing.'
        $taskserv.Actions | Should -Contain create
    }

    It 'looks in the current folder' {
        Push-Location $folder
        try { (Get-BatchTaskserv).Name | Should -Contain thing } finally { Pop-Location }
    }

    It 'says that a taskserv is not there' {
        { Get-BatchTaskserv nothing -Path $folder -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Taskserv.NotFound,*'
    }
}
